/* Computes the sample data of the dashboards and writes them to where the package ships them from. */
import { main, Tally } from './output';
import { requireGo } from './prerequisites';
import { checkSampleData, writeSampleData } from './sample-data';

void main(async (tally: Tally) => {
  requireGo();
  writeSampleData();
  // The second run must make the same.
  checkSampleData(tally);
});
