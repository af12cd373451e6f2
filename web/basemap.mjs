// Land, borders, labels and country shapes from Natural Earth, cut at the antimeridian.
// world-atlas is spherical: fed to a planar renderer as it is, it draws false land across the map. Projecting through a clipping
// equirectangular projection of one degree a unit gives planar coordinates that are safe to draw anywhere.
import { geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import polylabel from 'polylabel';
import { feature, mesh } from 'topojson-client';

const projection = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0.1);
const topology = (name) => JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`world-atlas/${name}`)));
const round = (value, digits) => JSON.parse(JSON.stringify(value), (_, v) => (typeof v === 'number' ? +v.toFixed(digits) : v));

const upright = (coordinates) => (typeof coordinates[0] === 'number' ? [coordinates[0], -coordinates[1]] : coordinates.map(upright));
const flip = (g) => {
  if (g.type === 'FeatureCollection') return { ...g, features: g.features.map(flip) };
  if (g.type === 'Feature') return { ...g, geometry: flip(g.geometry) };
  if (g.type === 'GeometryCollection') return { ...g, geometries: g.geometries.map(flip) };
  return { ...g, coordinates: upright(g.coordinates) };
};
const planar = (object, digits = 3) => round(flip(geoProject(object, projection)), digits);

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; return sum + x * v - u * y; }, 0) / 2);
const polygons = (geometry) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);

// One label a country, in its largest part, largest countries first so that they win where labels collide.
const label = ({ properties, geometry }) => {
  const largest = polygons(geometry).reduce((a, b) => (area(a[0]) > area(b[0]) ? a : b));
  const [x, y] = polylabel(largest, 0.05);
  return { type: 'Feature', properties: { name: properties.name, rank: round(area(largest[0]), 3) }, geometry: { type: 'Point', coordinates: round([x, y], 2) } };
};

export function basemap() {
  const fine = topology('countries-50m.json');
  const coarse = topology('countries-110m.json');
  const countries = planar(feature(fine, fine.objects.countries));
  const rough = planar(feature(coarse, coarse.objects.land), 2);
  return {
    land: planar(feature(fine, fine.objects.land)),
    borders: planar({ type: 'Feature', properties: {}, geometry: mesh(fine, fine.objects.countries, (a, b) => a !== b) }),
    // Names only of what ISO 3166 lists: which other territory is a country is not for us to say.
    labels: { type: 'FeatureCollection', features: countries.features.filter((f) => f.id).map(label).sort((a, b) => b.properties.rank - a.properties.rank) },
    // Outlines of countries by ISO 3166 numeric code, for events of which only the country is known.
    countries: { type: 'FeatureCollection', features: countries.features.filter((f) => f.id).map((f) => ({ type: 'Feature', id: f.id, properties: { name: f.properties.name }, geometry: round(f.geometry, 2) })) },
    // Rings of land for small maps that the server draws.
    outline: rough.features.flatMap((f) => polygons(f.geometry).map((p) => p[0])),
  };
}
