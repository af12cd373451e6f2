// The map: our own base map, events as points or areas, clusters with their count, the row that is lit in the list.
import { Map as GlMap, NavigationControl, AttributionControl, Popup, setWorkerUrl, LngLatBounds } from 'maplibre-gl';

const dark = () => matchMedia('(prefers-color-scheme: dark)').matches ? document.documentElement.dataset.theme !== 'light' : document.documentElement.dataset.theme === 'dark';
const colours = () => dark()
  ? { sea: '#1a2128', land: '#262c33', border: '#4a5560', label: '#a3abb3', halo: '#262c33', ink: '#c0dbf9', ring: '#e65c1d', paper: '#14171a' }
  : { sea: '#dfe7ec', land: '#f7f5f0', border: '#b5b0a6', label: '#6b665c', halo: '#f7f5f0', ink: '#0b3cb3', ring: '#be6317', paper: '#fff' };
const load = (url) => fetch(url).then((r) => { if (!r.ok) throw new Error(`${url}: ${r.status}`); return r.json(); });

export async function show(box) {
  setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  const [land, borders, labels, events] = await Promise.all([box.dataset.land, box.dataset.borders, box.dataset.labels, box.dataset.events].map(load));
  const abroad = events.features.filter((f) => f.properties.country);
  const shapes = abroad.length ? await countryShapes(box.dataset.countries, abroad) : [];
  const points = events.features.filter((f) => f.geometry?.type === 'Point');
  const areas = [...events.features.filter((f) => f.geometry?.type === 'Polygon'), ...shapes];
  const c = colours();
  const map = new GlMap({
    container: box, style: style(c, { land, borders, labels, points, areas }, box.dataset.showBorders !== 'off'),
    attributionControl: false, maxZoom: 9, dragRotate: false, pitchWithRotate: false, fadeDuration: 0, ...view(box, points, areas),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new AttributionControl({ compact: true, customAttribution: 'Made with Natural Earth · no detailed base map' }));
  map.getCanvas().setAttribute('aria-label', 'Map of events; the list beside it has the same events');
  tell(points.length + areas.length, events.unplaced);
  behave(map, box, [...points, ...areas]);
  map.once('idle', () => { box.dataset.ready = 'true'; });
  box.saysoMap = map;
}

async function countryShapes(url, abroad) {
  const shapes = new Map((await load(url)).features.map((f) => [String(f.id).padStart(3, '0'), f.geometry]));
  return abroad.filter((f) => shapes.has(f.properties.country)).map((f) => ({ ...f, geometry: shapes.get(f.properties.country) }));
}

function style(c, d, withBorders) {
  const collection = (features) => ({ type: 'FeatureCollection', features });
  const text = { 'text-font': ['sans-serif'] };
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: d.land },
      borders: { type: 'geojson', data: d.borders },
      labels: { type: 'geojson', data: d.labels },
      areas: { type: 'geojson', data: collection(d.areas) },
      events: { type: 'geojson', data: collection(d.points), cluster: true, clusterRadius: 34, clusterProperties: { contested: ['+', ['case', ['get', 'contested'], 1, 0]] } },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': c.land } },
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
  const asked = new URLSearchParams(location.search).get('bbox');
  const bounds = new LngLatBounds();
  if (asked) {
    const [w, s, e, n] = asked.split(',').map(Number);
    bounds.extend([w, s]).extend([e < w ? e + 360 : e, n]);
  } else {
    const extend = (x) => (typeof x[0] === 'number' ? bounds.extend(x) : x.forEach(extend));
    points.forEach((f) => bounds.extend(f.geometry.coordinates));
    if (!points.length) areas.forEach((f) => extend(f.geometry.coordinates));
  }
  return bounds.isEmpty() ? { center: [20, 20], zoom: 1 } : { bounds, fitBoundsOptions: { padding: 40, maxZoom: 6 } };
}

function tell(shown, unplaced) {
  const said = document.getElementById('map-count');
  if (said) said.textContent = `${shown} on the map` + (unplaced ? `, ${unplaced} not on it: no place known` : '');
}

function behave(map, box, features) {
  const popup = new Popup({ closeButton: false, closeOnClick: true, maxWidth: '280px' });
  const open = (event) => {
    const f = event.features[0];
    const link = document.createElement('a');
    link.href = `/events/${encodeURIComponent(f.properties.id)}`;
    link.textContent = f.properties.title;
    const more = document.createElement('div');
    more.className = 'small';
    more.textContent = [f.properties.date, f.properties.killed && `killed ${f.properties.killed}`, `${f.properties.origins} origins`].filter(Boolean).join(' · ');
    const body = document.createElement('div');
    body.append(link, more);
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
    location.href = url;
  });
  box.dataset.features = features.length;
}
