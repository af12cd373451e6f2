// The map: our own base map, events as points or areas, clusters with their count, the row that is lit in the list.
import { ownTiles } from './tiles.js';
import { Map as GlMap, NavigationControl, AttributionControl, Popup, setWorkerUrl, LngLatBounds } from 'maplibre-gl';

const dark = () => matchMedia('(prefers-color-scheme: dark)').matches ? document.documentElement.dataset.theme !== 'light' : document.documentElement.dataset.theme === 'dark';
const colours = () => dark()
  ? { sea: '#1a2128', land: '#262c33', border: '#4a5560', label: '#a3abb3', halo: '#262c33', ink: '#c0dbf9', ring: '#e65c1d', paper: '#14171a', green: '#242d2b', road: '#3a434d' }
  : { sea: '#dfe7ec', land: '#f7f5f0', border: '#b5b0a6', label: '#6b665c', halo: '#f7f5f0', ink: '#0b3cb3', ring: '#be6317', paper: '#fff', green: '#eaf0e2', road: '#d9d3c7' };
const load = (url) => fetch(url).then((r) => { if (!r.ok) throw new Error(`${url}: ${r.status}`); return r.json(); });

export async function show(box) {
  setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  const [land, borders, labels, events] = await Promise.all([box.dataset.land, box.dataset.borders, box.dataset.labels, box.dataset.events].map(load));
  const abroad = events.features.filter((f) => f.properties.country);
  const shapes = abroad.length ? await countryShapes(box.dataset.countries, abroad) : [];
  const points = events.features.filter((f) => f.geometry?.type === 'Point');
  const areas = [...events.features.filter((f) => f.geometry?.type === 'Polygon'), ...shapes];
  const c = colours();
  const tiles = await ownTiles(box.dataset.tiles, c).catch((error) => ({ failed: error.message }));
  const own = tiles?.source ? tiles : null;
  const map = new GlMap({
    container: box, style: style(c, { land, borders, labels, points, areas }, box.dataset.showBorders !== 'off', own),
    attributionControl: false, maxZoom: own?.maxZoom ?? 9, dragRotate: false, pitchWithRotate: false, fadeDuration: 0, ...view(box, points, areas),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new AttributionControl({ compact: true, customAttribution: own ? ['Made with Natural Earth', own.credit].filter(Boolean).join(' · ') : 'Made with Natural Earth · no detailed base map' }));
  map.getCanvas().setAttribute('aria-label', 'Map of events; the list beside it has the same events');
  tell(points.length + areas.length, events, tiles?.failed);
  behave(map, box, [...points, ...areas]);
  map.once('idle', () => { box.dataset.ready = 'true'; });
  box.saysoMap = map;
}

async function countryShapes(url, abroad) {
  const shapes = new Map((await load(url)).features.map((f) => [String(f.id).padStart(3, '0'), f.geometry]));
  return abroad.filter((f) => shapes.has(f.properties.country)).map((f) => ({ ...f, geometry: shapes.get(f.properties.country) }));
}

// Many events of one area are one outline, or its tint would tell how many there are.
function oncePerArea(areas) {
  const found = new Map();
  for (const f of areas) {
    const key = f.properties.country || JSON.stringify(f.geometry.coordinates);
    const first = found.get(key);
    if (!first) found.set(key, { ...f, properties: { ...f.properties, events: [f.properties] } });
    else { first.properties.events.push(f.properties); first.properties.contested ||= f.properties.contested; }
  }
  return [...found.values()];
}

function style(c, d, withBorders, own) {
  const collection = (features) => ({ type: 'FeatureCollection', features });
  const text = { 'text-font': ['sans-serif'] };
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: d.land },
      ...(own && { tiles: own.source }),
      borders: { type: 'geojson', data: d.borders },
      labels: { type: 'geojson', data: d.labels },
      areas: { type: 'geojson', data: collection(oncePerArea(d.areas)) },
      events: { type: 'geojson', data: collection(d.points), cluster: true, clusterRadius: 34, clusterProperties: { contested: ['+', ['case', ['get', 'contested'], 1, 0]] } },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': c.land } },
      ...(own?.layers ?? []),
      { id: 'borders', type: 'line', source: 'borders', layout: { visibility: withBorders ? 'visible' : 'none' }, paint: { 'line-color': c.border, 'line-width': 0.7, 'line-opacity': ['interpolate', ['linear'], ['zoom'], 6, 1, 9, 0.4] } },
      { id: 'area-fill', type: 'fill', source: 'areas', paint: { 'fill-color': c.ink, 'fill-opacity': 0.05 } },
      { id: 'area-line', type: 'line', source: 'areas', paint: { 'line-color': ['case', ['get', 'contested'], c.ring, c.ink], 'line-width': 1.4, 'line-dasharray': [3, 2] } },
      { id: 'names', type: 'symbol', source: 'labels', minzoom: 2.2, layout: { ...text, 'text-field': ['get', 'name'], 'text-size': 11, 'symbol-sort-key': ['-', ['get', 'rank']] }, paint: { 'text-color': c.label, 'text-halo-color': c.halo, 'text-halo-width': 1 } },
      { id: 'clusters', type: 'circle', source: 'events', filter: ['has', 'point_count'], paint: { 'circle-radius': 13, 'circle-color': c.ink, 'circle-stroke-width': ['case', ['>', ['get', 'contested'], 0], 3, 1], 'circle-stroke-color': ['case', ['>', ['get', 'contested'], 0], c.ring, c.paper] } },
      { id: 'cluster-count', type: 'symbol', source: 'events', filter: ['has', 'point_count'], layout: { ...text, 'text-field': ['get', 'point_count_abbreviated'], 'text-size': 11, 'text-allow-overlap': true }, paint: { 'text-color': c.paper } },
      { id: 'points', type: 'circle', source: 'events', filter: ['!', ['has', 'point_count']], paint: { 'circle-radius': ['match', ['get', 'precision'], 'point', 5, 6.5], 'circle-color': c.ink, 'circle-stroke-width': ['case', ['get', 'contested'], 3, 1.5], 'circle-stroke-color': ['case', ['get', 'contested'], c.ring, c.paper] } },
      { id: 'lit', type: 'circle', source: 'events', filter: ['==', ['get', 'id'], ''], paint: { 'circle-radius': 12, 'circle-color': 'transparent', 'circle-stroke-color': c.ring, 'circle-stroke-width': 3 } },
    ],
  };
}

function view(box, points, areas) {
  const [zoom, latitude, longitude] = (box.dataset.z ?? '').split('/').map(Number);
  if (Number.isFinite(longitude)) return { center: [longitude, latitude], zoom };
  const asked = new URLSearchParams(location.search).get('bbox');
  const bounds = new LngLatBounds();
  if (asked) {
    const [w, s, e, n] = asked.split(',').map(Number);
    bounds.extend([w, s]).extend([e < w ? e + 360 : e, n]);
  } else {
    const extend = (x) => (typeof x[0] === 'number' ? bounds.extend(x) : x.forEach(extend));
    for (const [x, y] of central(points.map((f) => f.geometry.coordinates))) bounds.extend([x, y]);
    if (!points.length) areas.forEach((f) => extend(f.geometry.coordinates));
  }
  return bounds.isEmpty() ? { center: [20, 20], zoom: 1 } : { bounds, fitBoundsOptions: { padding: 40, maxZoom: 6 } };
}

// Of many points those that lie in the middle ninety-six of a hundred both ways: one stray place must not shrink all others.
function central(points) {
  if (points.length < 50) return points;
  const inner = (axis) => {
    const sorted = points.map((p) => p[axis]).sort((a, b) => a - b);
    const cut = Math.floor(sorted.length * 0.02);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  };
  const [[w, e], [s, n]] = [inner(0), inner(1)];
  return points.filter(([x, y]) => x >= w && x <= e && y >= s && y <= n);
}

function tell(shown, { unplaced, total, features }, failed) {
  const said = document.getElementById('map-count');
  const beyond = total - unplaced - features.length;
  if (said) said.textContent = `${shown.toLocaleString('en')} on the map` + (unplaced ? `, ${unplaced.toLocaleString('en')} not on it: no place known` : '')
    + (beyond > 0 ? `, ${beyond.toLocaleString('en')} more than a map holds: narrow the filter` : '')
    + (failed ? `. Your base map cannot be read (${failed}); ours is shown` : '');
}

const MOST_IN_POPUP = 6;
function line(about) {
  const link = document.createElement('a');
  link.href = `/events/${encodeURIComponent(about.id)}`;
  link.textContent = about.title;
  const more = document.createElement('div');
  more.className = 'small';
  more.textContent = [about.date, about.killed && `killed ${about.killed}`, `${about.origins} origin${about.origins === 1 ? '' : 's'}`].filter(Boolean).join(' · ');
  return [link, more];
}

function behave(map, box, features) {
  const popup = new Popup({ closeButton: false, closeOnClick: true, maxWidth: '280px' });
  const open = (event) => {
    const { properties } = event.features[0];
    const here = properties.events ? JSON.parse(properties.events) : [properties]; // the map hands lists back as JSON
    const body = document.createElement('div');
    here.slice(0, MOST_IN_POPUP).forEach((about) => body.append(...line(about)));
    if (here.length > MOST_IN_POPUP) body.append(`and ${(here.length - MOST_IN_POPUP).toLocaleString('en')} more, in the list`);
    popup.setLngLat(event.lngLat).setDOMContent(body).addTo(map);
  };
  for (const layer of ['points', 'area-fill']) {
    map.on('click', layer, open);
    map.on('mouseenter', layer, () => { map.getCanvas().style.cursor = 'pointer'; });
    map.on('mouseleave', layer, () => { map.getCanvas().style.cursor = ''; });
  }
  map.on('click', 'clusters', async (event) => {
    const f = event.features[0];
    map.easeTo({ center: f.geometry.coordinates, zoom: await map.getSource('events').getClusterExpansionZoom(f.properties.cluster_id) });
  });
  // What the map shows is part of the address, without a step in the history for every move.
  map.on('moveend', () => {
    const { lng, lat } = map.getCenter().wrap();
    const url = new URL(location.href);
    url.searchParams.set('z', `${map.getZoom().toFixed(2)}/${lat.toFixed(3)}/${lng.toFixed(3)}`);
    history.replaceState(history.state, '', url);
  });
  document.addEventListener('sayso:row', (event) => map.setFilter('lit', ['==', ['get', 'id'], event.target.dataset.id ?? '']));
  document.addEventListener('mouseover', (event) => {
    const row = event.target.closest?.('[data-row][data-id]');
    if (row) map.setFilter('lit', ['==', ['get', 'id'], row.dataset.id]);
  });
  document.querySelector('[data-in-view]')?.addEventListener('click', () => {
    const b = map.getBounds();
    const wrap = (x) => ((((x + 180) % 360) + 360) % 360) - 180;
    const url = new URL(location.href);
    url.searchParams.set('bbox', [wrap(b.getWest()), Math.max(-90, b.getSouth()), wrap(b.getEast()), Math.min(90, b.getNorth())].map((v) => v.toFixed(2)).join(','));
    url.searchParams.delete('after');
    ['n', 'z'].forEach((name) => url.searchParams.delete(name));
    location.href = url;
  });
  box.dataset.features = features.length;
}
