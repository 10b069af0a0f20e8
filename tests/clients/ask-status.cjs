// Asks a site, given by its address, everything that the client `statuspage.io` can ask, and prints the answers as JSON.
const { Statuspage } = require("statuspage.io");

async function main() {
  const page = new Statuspage("aboveboard");
  page.setApiUrl(process.argv[2]);
  const { api } = page;
  console.log(
    JSON.stringify({
      status: await api.getStatus(),
      summary: await api.getSummary(),
      components: await api.getComponents(),
      incidents: await api.incidents.getAll(),
      unresolved: await api.incidents.getUnresolved(),
      maintenances: await api.scheduledMaintenances.getAll(),
      active: await api.scheduledMaintenances.getActive(),
      upcoming: await api.scheduledMaintenances.getUpcoming(),
    }),
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
