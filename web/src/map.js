import { Map as GlMap, setWorkerUrl } from 'maplibre-gl';
console.log(GlMap, setWorkerUrl);
