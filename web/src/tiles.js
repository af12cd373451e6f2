// A detailed base map of the user's own: one PMTiles file that this server hands out in ranges, drawn neutrally over ours.
import { addProtocol } from 'maplibre-gl';
import { PMTiles, Protocol, TileType } from 'pmtiles';

// Layers that are drawn, by what they are called in the two schemas that most files have (Protomaps, OpenMapTiles). Boundaries and names of
// countries are ours alone: which there are is not for a file to say.
const KNOWN = [
  ['fill', ['earth'], 'land'], ['fill', ['landcover', 'landuse', 'park', 'natural'], 'green'], ['fill', ['water'], 'sea'],
  ['line', ['waterway', 'physical_line'], 'sea'], ['line', ['roads', 'transportation', 'transit'], 'road'],
  ['fill', ['buildings', 'building'], 'road'], ['symbol', ['places', 'place'], 'label'],
];
const COARSE = ['country', 'state', 'region', 'continent'];

export async function ownTiles(address, colours) {
  if (!address) return null;
  const url = new URL(address, location.href).href;
  const archive = new PMTiles(url);
  const [header, about] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  const protocol = new Protocol();
  protocol.add(archive);
  addProtocol('pmtiles', protocol.tile);
  const vector = header.tileType === TileType.Mvt;
  const source = { type: vector ? 'vector' : 'raster', url: `pmtiles://${url}`, ...(vector ? {} : { tileSize: 256 }) };
  const layers = vector ? drawn(about?.vector_layers ?? [], colours) : [{ id: 'tiles', type: 'raster', source: 'tiles' }];
  return { source, layers, maxZoom: Math.min(18, header.maxZoom + 2), credit: plainText(about?.attribution ?? '') };
}

function drawn(found, c) {
  const there = new Set(found.map((l) => l.id));
  const paints = { fill: (colour) => ({ 'fill-color': colour }), line: (colour) => ({ 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0.3, 14, 2.5] }) };
  return KNOWN.flatMap(([type, names, tone]) => names.filter((n) => there.has(n)).map((name) => {
    const layer = { id: `tiles-${name}`, type, source: 'tiles', 'source-layer': name };
    if (type !== 'symbol') return { ...layer, paint: paints[type](c[tone]) };
    const kind = ['coalesce', ['get', 'kind'], ['get', 'class'], ''];
    return {
      ...layer, filter: ['!', ['in', kind, ['literal', COARSE]]],
      layout: { 'text-font': ['sans-serif'], 'text-field': ['coalesce', ['get', 'name:en'], ['get', 'name']], 'text-size': 11 },
      paint: { 'text-color': c.label, 'text-halo-color': c.halo, 'text-halo-width': 1 },
    };
  }));
}

// The file names its makers in HTML; the map would run it as such.
function plainText(html) {
  const words = new DOMParser().parseFromString(html, 'text/html').body.textContent;
  return words.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]).slice(0, 200);
}
