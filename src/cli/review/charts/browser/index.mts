/* What the page draws with: SVG only, so that texts are texts. The library is an ES module, so this file is one. */
import { BarChart, GaugeChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { start } from './page.js';

use([
  BarChart, GaugeChart, HeatmapChart, LineChart, PieChart, ScatterChart,
  GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent, SVGRenderer,
]);

start((place) => init(place, undefined, { renderer: 'svg' }));
