// lemon INSTANCE simplex|capacity: match an instance that tests/tools/match wrote by LEMON,
// and print as that does how long it took and what it comes to. All that may be is in
// one network; the load of a person has an arc for each unit, which costs more each time.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <lemon/capacity_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

__extension__ typedef __int128 wide;
using lemon::SmartDigraph;

struct Option {
	int job, person, day;
	wide cost;
};

static wide hex(const char *z)
{
	wide n = 0;

	for (; *z; z++)
		n = n * 16 + (*z <= '9' ? *z - '0' : *z - 'a' + 10);
	return n;
}

static void print_hex(wide n)
{
	printf("%llx%016llx", (unsigned long long)(n >> 64), (unsigned long long)n);
}

template <class Solver>
static bool solve(const SmartDigraph &g, SmartDigraph::ArcMap<int> &room,
    SmartDigraph::ArcMap<wide> &cost, SmartDigraph::NodeMap<int> &supply,
    const std::vector<SmartDigraph::Arc> &arc, std::vector<bool> &on)
{
	Solver s(g);

	s.upperMap(room).costMap(cost).supplyMap(supply);
	if (s.run() != Solver::OPTIMAL)
		return false;
	for (size_t k = 0; k < arc.size(); k++)
		on[k] = s.flow(arc[k]) > 0;
	return true;
}

int main(int argc, char **argv)
{
	int jobs, people, days, seats;
	FILE *f = argc == 3 ? fopen(argv[1], "r") : NULL;

	if (!f || fscanf(f, "%d %d %d %d", &jobs, &people, &days, &seats) != 4)
		return 2;
	std::vector<int> free_((size_t)people * days);
	for (int &x : free_)
		if (fscanf(f, "%d", &x) != 1)
			return 2;
	std::vector<Option> option;
	char text[64];
	for (Option o; fscanf(f, "%d %d %d %60s", &o.job, &o.person, &o.day, text) == 4;) {
		o.cost = hex(text);
		option.push_back(o);
	}
	fclose(f);

	auto start = std::chrono::steady_clock::now();
	SmartDigraph g;
	SmartDigraph::ArcMap<int> room(g);
	SmartDigraph::ArcMap<wide> cost(g);
	SmartDigraph::NodeMap<int> supply(g);
	// A level of evenness is worth more than all costs; the loads are counted from the mean.
	const wide even = (wide)1 << 113;
	const int mean = jobs * seats / people;
	std::vector<SmartDigraph::Node> job(jobs), place((size_t)people * days), person(people);
	for (auto &v : job)
		v = g.addNode();
	for (auto &v : place)
		v = g.addNode();
	for (auto &v : person)
		v = g.addNode();
	const SmartDigraph::Node sink = g.addNode();
	auto add = [&](SmartDigraph::Node a, SmartDigraph::Node b, int most, wide c) {
		auto e = g.addArc(a, b);
		room[e] = most;
		cost[e] = c;
		return e;
	};
	for (auto v : job)
		supply[v] = seats;
	supply[sink] = -jobs * seats;
	std::vector<SmartDigraph::Arc> arc;
	for (const Option &o : option)
		arc.push_back(
		    add(job[o.job], place[(size_t)o.person * days + o.day], 1, o.cost));
	for (int i = 0; i < people; i++) {
		int most = 0;

		for (int d = 0; d < days; d++) {
			int x = free_[(size_t)i * days + d];

			most += x;
			if (x > 0)
				add(place[(size_t)i * days + d], person[i], x, 0);
		}
		for (int l = 0; l < most; l++)
			add(person[i], sink, 1, even * (2 * (l - mean) + 1));
	}
	std::vector<bool> on(arc.size());
	const bool simplex = strcmp(argv[2], "simplex") == 0;
	const bool ok = simplex
	    ? solve<lemon::NetworkSimplex<SmartDigraph, int, wide>>(g, room, cost, supply, arc, on)
	    : solve<lemon::CapacityScaling<SmartDigraph, int, wide>>(g, room, cost, supply, arc, on);
	const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
	if (!ok)
		return 1;
	std::vector<long long> load(people);
	wide sum = 0;
	long long squares = 0;
	for (size_t k = 0; k < arc.size(); k++)
		if (on[k]) {
			load[option[k].person]++;
			sum += option[k].cost;
		}
	for (long long l : load)
		squares += l * l;
	printf("%.3f s %d serve %lld ", took.count(), people, squares);
	print_hex(sum);
	putchar('\n');
}
