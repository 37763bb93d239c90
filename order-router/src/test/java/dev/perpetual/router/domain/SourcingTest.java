package dev.perpetual.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.router.domain.sourcing.Decision;
import dev.perpetual.router.domain.sourcing.Decision.Reason;
import dev.perpetual.router.domain.sourcing.Decision.Verdict;
import dev.perpetual.router.domain.sourcing.Demand;
import dev.perpetual.router.domain.sourcing.Exclusion;
import dev.perpetual.router.domain.sourcing.Level;
import dev.perpetual.router.domain.sourcing.Node;
import dev.perpetual.router.domain.sourcing.Point;
import dev.perpetual.router.domain.sourcing.Policy;
import dev.perpetual.router.domain.sourcing.Rule;
import dev.perpetual.router.domain.sourcing.ServiceLevel;
import dev.perpetual.router.domain.sourcing.Sourcing;
import dev.perpetual.router.domain.sourcing.SourcingInput;
import dev.perpetual.router.domain.sourcing.Split;
import dev.perpetual.router.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourcingTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Node NEAR = node("NEAR", Node.Kind.WAREHOUSE, 52);
    private static final Node FAR = node("FAR", Node.Kind.WAREHOUSE, 40);
    private static final Node MILL = node("MILL", Node.Kind.SUPPLIER, 51);

    @Test
    void ships_from_the_nearest_node() {
        var decision = decide(
                Split.ALLOW, List.of(NEAR, FAR), List.of(level("A", NEAR, 5), level("A", FAR, 5)), demand(1, "A", 5));

        assertThat(locations(decision)).containsExactly("NEAR");
        assertThat(decision.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(decision.exact()).isTrue();
        assertThat(decision.candidates().getFirst().locations()).containsExactly("NEAR");
        assertThat(decision.candidates()).hasSize(2);
    }

    @Test
    void priority_outweighs_distance_as_the_policy_says() {
        var policy = policy(new Policy.Weights(1_000, 1, 300), 2);
        policy.priorities().put("FAR", 1);

        var decision = Sourcing.decide(input(
                policy,
                Split.ALLOW,
                List.of(NEAR, FAR),
                List.of(level("A", NEAR, 5), level("A", FAR, 5)),
                List.of(),
                demand(1, "A", 5)));

        assertThat(locations(decision)).containsExactly("FAR");
    }

    @Test
    void a_split_is_made_where_no_node_has_it_all_and_a_line_stays_whole_where_it_can() {
        var levels = List.of(level("A", NEAR, 5), level("B", FAR, 9), level("B", NEAR, 1));

        var decision = decide(Split.ALLOW, List.of(NEAR, FAR), levels, demand(1, "A", 5), demand(2, "B", 4));

        assertThat(locations(decision)).containsExactly("FAR", "NEAR");
        assertThat(decision.plan().getFirst().allocations()).containsExactly(new Decision.Allocation(2, "B", 4));
    }

    @Test
    void scenario_73_both_plans_are_in_the_record_with_their_figures() {
        var dear = node("DEAR", Node.Kind.STORE, 30);
        var levels = List.of(level("A", NEAR, 5), level("B", FAR, 5), level("A", dear, 5), level("B", dear, 5));

        var allowed = decide(Split.ALLOW, List.of(NEAR, FAR, dear), levels, demand(1, "A", 5), demand(2, "B", 5));
        var avoided = decide(Split.AVOID, List.of(NEAR, FAR, dear), levels, demand(1, "A", 5), demand(2, "B", 5));

        assertThat(allowed.candidates().stream().map(Decision.Candidate::locations))
                .contains(List.of("DEAR"), List.of("FAR", "NEAR"));
        assertThat(locations(avoided)).containsExactly("DEAR");
    }

    @Test
    void never_means_one_parcel_with_everything_or_nothing() {
        var levels = List.of(level("A", NEAR, 3), level("A", FAR, 4));

        var decision = decide(Split.NEVER, List.of(NEAR, FAR), levels, demand(1, "A", 5));

        assertThat(decision.verdict()).isEqualTo(Verdict.NOTHING);
        assertThat(decision.eliminated())
                .containsExactlyInAnyOrder(
                        new Decision.Elimination("NEAR", null, Rule.CANNOT_SHIP_COMPLETE),
                        new Decision.Elimination("FAR", null, Rule.CANNOT_SHIP_COMPLETE));
    }

    @Test
    void units_that_need_a_third_parcel_are_told_from_units_that_nobody_has() {
        var third = node("THIRD", Node.Kind.STORE, 30);
        var levels = List.of(level("A", NEAR, 3), level("A", FAR, 3), level("A", third, 1));

        var decision = decide(Split.ALLOW, List.of(NEAR, FAR, third), levels, demand(1, "A", 10));

        assertThat(decision.verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(decision.uncovered())
                .containsExactly(
                        new Decision.Uncovered(1, "A", 1, Reason.PARCEL_LIMIT),
                        new Decision.Uncovered(1, "A", 3, Reason.NO_STOCK));
    }

    @Test
    void the_supplier_is_a_fallback_and_gives_only_what_own_nodes_lack() {
        var levels = List.of(level("A", NEAR, 3), level("A", MILL, 99));

        var own = decide(Split.ALLOW, List.of(NEAR, MILL), levels, demand(1, "A", 3));
        var both = decide(Split.ALLOW, List.of(NEAR, MILL), levels, demand(1, "A", 4));

        assertThat(locations(own)).containsExactly("NEAR");
        assertThat(own.eliminated()).contains(new Decision.Elimination("MILL", null, Rule.SUPPLIER_ONLY_AS_FALLBACK));
        assertThat(both.plan().stream().map(one -> one.allocations().getFirst().quantity()))
                .containsExactly(1L, 3L);
    }

    @Test
    void what_we_asked_for_ourselves_is_left_alone_unless_nothing_else_will_do() {
        var levels = List.of(new Level("A", "NEAR", 5, 5, 0, 1), level("A", FAR, 5));

        assertThat(locations(decide(Split.ALLOW, List.of(NEAR, FAR), levels, demand(1, "A", 5))))
                .containsExactly("FAR");
        var bold = decide(Split.ALLOW, List.of(NEAR, FAR), levels, demand(1, "A", 10));
        assertThat(bold.basis()).isEqualTo(Decision.Basis.AVAILABLE);
        assertThat(bold.verdict()).isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void nobody_counts_on_what_the_queue_asked_for() {
        var levels = List.of(new Level("A", "NEAR", 5, 5, 4, 1));

        var decision = decide(Split.ALLOW, List.of(NEAR), levels, demand(1, "A", 5));

        assertThat(decision.coveredUnits()).isEqualTo(1);
    }

    @Test
    void what_earlier_attempts_excluded_stays_out_with_its_rule() {
        var levels = List.of(level("A", NEAR, 5), level("A", FAR, 5), level("B", FAR, 5));
        var exclusions = List.of(
                new Exclusion("NEAR", null, Rule.REJECTED_BY_NODE), new Exclusion("FAR", "B", Rule.REFUSED_BY_LEDGER));

        var decision = Sourcing.decide(input(
                policy(new Policy.Weights(100, 1, 300), 2),
                Split.ALLOW,
                List.of(NEAR, FAR),
                levels,
                exclusions,
                demand(1, "A", 5),
                demand(2, "B", 5)));

        assertThat(locations(decision)).containsExactly("FAR");
        assertThat(decision.coveredUnits()).isEqualTo(5);
        assertThat(decision.eliminated())
                .contains(
                        new Decision.Elimination("NEAR", null, Rule.REJECTED_BY_NODE),
                        new Decision.Elimination("FAR", "B", Rule.REFUSED_BY_LEDGER));
    }

    @Test
    void seven_hundred_lines_over_fifty_nodes_are_searched_exactly_and_more_says_that_it_was_not() {
        var nodes = IntStream.range(0, 50)
                .mapToObj(n -> node("N" + n, Node.Kind.STORE, n))
                .toList();
        var levels = new ArrayList<Level>();
        var demands = new ArrayList<Demand>();
        for (var line = 1; line <= 700; line++) {
            demands.add(new Demand(line, "S" + line, 2));
            for (var node : nodes) {
                levels.add(level("S" + line, node, (line + node.id().length()) % 3));
            }
        }
        var two = Sourcing.decide(input(
                policy(new Policy.Weights(100, 1, 300), 2),
                Split.ALLOW,
                nodes,
                levels,
                List.of(),
                demands.toArray(Demand[]::new)));
        var four = Sourcing.decide(input(
                policy(new Policy.Weights(100, 1, 300), 4),
                Split.ALLOW,
                nodes,
                levels,
                List.of(),
                demands.toArray(Demand[]::new)));

        assertThat(two.exact()).isTrue();
        assertThat(four.exact()).isFalse();
        assertThat(four.search()).contains("left out");
        assertThat(four.eliminated()).anyMatch(one -> one.rule() == Rule.BEYOND_SEARCH_BOUND);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** Replicas see the same facts in other orders of rows. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_same_facts_give_the_same_decision_and_a_stored_one_runs_to_itself(long seed) {
        var input = random(seed);
        var decision = Sourcing.decide(input);

        var stored = Json.own(Json.text(input), SourcingInput.class);
        assertThat(Json.text(Sourcing.decide(stored)))
                .as("seed %d: replay", seed)
                .isEqualTo(Json.text(decision));

        var nodes = new ArrayList<>(input.nodes());
        var levels = new ArrayList<>(input.levels());
        Collections.shuffle(nodes, new Random(seed));
        Collections.shuffle(levels, new Random(seed + 1));
        var other = new SourcingInput(
                input.order(),
                input.attempt(),
                input.fromQueue(),
                input.decidedAt(),
                input.demands(),
                input.split(),
                input.service(),
                input.destination(),
                input.policy(),
                nodes,
                levels,
                input.exclusions());
        assertThat(Json.text(Sourcing.decide(other)))
                .as("seed %d: another replica", seed)
                .isEqualTo(Json.text(decision));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_plan_takes_what_is_not_there_and_every_unit_is_planned_or_told_as_uncovered(long seed) {
        var input = random(seed);
        var decision = Sourcing.decide(input);

        for (var demand : input.demands()) {
            var planned = decision.plan().stream()
                    .flatMap(parcel -> parcel.allocations().stream())
                    .filter(one -> one.line() == demand.line())
                    .mapToLong(Decision.Allocation::quantity)
                    .sum();
            var left = decision.uncovered().stream()
                    .filter(one -> one.line() == demand.line())
                    .mapToLong(Decision.Uncovered::quantity)
                    .sum();
            assertThat(planned + left)
                    .as("seed %d line %d", seed, demand.line())
                    .isEqualTo(demand.quantity());
        }
        for (var level : input.levels()) {
            var taken = decision.plan().stream()
                    .filter(parcel -> parcel.location().equals(level.location()))
                    .flatMap(parcel -> parcel.allocations().stream())
                    .filter(one -> one.sku().equals(level.sku()))
                    .mapToLong(Decision.Allocation::quantity)
                    .sum();
            assertThat(taken).as("seed %d at %s", seed, level).isLessThanOrEqualTo(Math.max(0, level.available()));
        }
        assertThat(decision.plan().size())
                .as("seed %d", seed)
                .isLessThanOrEqualTo(input.policy().maxParcels());
        decision.candidates()
                .forEach(one -> assertThat(one.coveredUnits())
                        .as("seed %d: %s", seed, one)
                        .isLessThanOrEqualTo(decision.coveredUnits()));
    }

    private static SourcingInput random(long seed) {
        var random = new SplittableRandom(seed);
        var nodes = IntStream.range(0, 1 + random.nextInt(7))
                .mapToObj(n -> new Node(
                        "N" + n,
                        Node.Kind.values()[random.nextInt(6)],
                        random.nextInt(8) > 0,
                        random.nextInt(5) == 0 ? null : new Point(random.nextInt(60), random.nextInt(60))))
                .toList();
        var levels = new ArrayList<Level>();
        for (var node : nodes) {
            for (var sku : List.of("A", "B", "C")) {
                if (random.nextInt(4) > 0) {
                    var available = random.nextInt(-2, 9);
                    var asked = random.nextInt(4);
                    levels.add(
                            new Level(sku, node.id(), available, asked, random.nextInt(asked + 1), random.nextInt(50)));
                }
            }
        }
        var demands = IntStream.rangeClosed(1, 1 + random.nextInt(4))
                .mapToObj(
                        line -> new Demand(line, List.of("A", "B", "C").get(random.nextInt(3)), 1 + random.nextInt(8)))
                .toArray(Demand[]::new);
        var exclusions = random.nextInt(3) == 0
                ? List.of(new Exclusion("N0", random.nextBoolean() ? "A" : null, Rule.REJECTED_BY_NODE))
                : List.<Exclusion>of();
        var policy = policy(
                new Policy.Weights(random.nextInt(200), random.nextInt(3), random.nextInt(500)), 1 + random.nextInt(3));
        return input(policy, Split.values()[random.nextInt(3)], nodes, levels, exclusions, demands);
    }

    private static Decision decide(Split split, List<Node> nodes, List<Level> levels, Demand... demands) {
        return Sourcing.decide(
                input(policy(new Policy.Weights(100, 1, 300), 2), split, nodes, levels, List.of(), demands));
    }

    private static SourcingInput input(
            Policy policy,
            Split split,
            List<Node> nodes,
            List<Level> levels,
            List<Exclusion> exclusions,
            Demand... demands) {
        return new SourcingInput(
                "O-1",
                1,
                false,
                NOW,
                List.of(demands),
                split,
                ServiceLevel.STANDARD,
                new Point(52, 13),
                policy,
                nodes,
                levels,
                exclusions);
    }

    private static Policy policy(Policy.Weights weights, int maxParcels) {
        return new Policy(
                "default",
                1,
                new TreeMap<>(),
                10,
                new TreeSet<>(),
                weights,
                maxParcels,
                true,
                true,
                "EUR",
                new Policy.Costs(390, 60),
                new Policy.Thresholds(null, null),
                new TreeMap<>());
    }

    private static Node node(String id, Node.Kind kind, int latitude) {
        return new Node(id, kind, true, new Point(latitude, 13));
    }

    private static Level level(String sku, Node node, long available) {
        return new Level(sku, node.id(), available, 0, 0, 1);
    }

    private static Demand demand(int line, String sku, long quantity) {
        return new Demand(line, sku, quantity);
    }

    private static List<String> locations(Decision decision) {
        return decision.plan().stream().map(Decision.Parcel::location).toList();
    }
}
