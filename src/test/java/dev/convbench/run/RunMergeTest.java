package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Configuration;
import dev.convbench.results.Failed;
import dev.convbench.results.Fork;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.Skipped;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunMergeTest {
    private final ShardFixture one = new ShardFixture("one");
    private final ShardFixture two = new ShardFixture("two");

    @BeforeEach
    void shards() {
        one.fork(one.plan("A", "1"), 100).fork(one.peak(), 1000);
        two.fork(two.peak(), 2000).fork(two.plan("B", "1"), 200).fork(1, 210);
        two.started = "2030-01-02T00:00:00Z";
    }

    private RunMerge merge(Aspect... apart) {
        Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        aspects.addAll(List.of(apart));
        // The later one first: the order of time counts, not that of the command line.
        return new RunMerge(List.of(two.shard(), one.shard()), aspects);
    }

    private static Run run(RunMerge merge) {
        return merge.run(List.of("merge"), List.of());
    }

    private static double score(Run run, int fork) {
        return run.forks()
                .get(fork)
                .result()
                .path("primaryMetric")
                .path("score")
                .asDouble();
    }

    @Test
    void shardsBecomeOneRun() {
        RunMerge merge = merge();
        assertEquals(List.of(), merge.differences());
        assertEquals(List.of(), merge.duplicates());
        assertEquals(List.of(), merge.unmeasured());
        Run run = run(merge);
        assertEquals(
                List.of("some.A.run thrpt size=1", "some.Peak.run thrpt size=1", "some.B.run thrpt size=1"),
                run.document().configurations().stream().map(Configuration::key).toList());
        assertEquals(
                List.of(0, 1, 1, 2, 2), run.forks().stream().map(Fork::config).toList());
        assertEquals(
                List.of(0, 1, 2, 3, 4), run.forks().stream().map(Fork::fork).toList());
        assertEquals(2000, score(run, 2));
        assertEquals(1, merge.iterations(3).size());
        assertEquals(3, merge.iterations(3).get(0).path("fork").asInt());
        assertEquals(2, merge.iterations(3).get(0).path("config").asInt());
        RunDocument document = run.document();
        assertEquals(RunDocument.FINISHED, document.state());
        assertEquals("0123456789abcdef", document.jarSha256());
        assertEquals("17.0.1+6", document.jvm().vmVersion());
        assertEquals("amd-zen4-2c in one line", document.machineSummary());
        assertEquals(List.of("one: it is hot", "two: it is hot"), document.warnings());
        assertEquals("two", document.sources().get(1).folder());
        assertEquals(2, document.sources().get(1).firstFork());
        assertEquals(3, document.sources().get(1).forks());
    }

    @Test
    void aBenchmarkInTwoShardsIsADuplicate() {
        two.fork(two.plan("A", "1"), 300);
        assertEquals(List.of("A.run size=1 is in one and in two"), merge().duplicates());
        assertEquals(
                1,
                new RunMerge(List.of(one.shard(), one.shard()), Set.of())
                        .duplicates()
                        .size());
    }

    @Test
    void anotherParameterIsAnotherBenchmark() {
        two.fork(two.plan("A", "2"), 300);
        assertEquals(List.of(), merge().duplicates());
    }

    @Test
    void everyDifferenceIsNamed() {
        two.machine = "arm-4c";
        assertEquals(
                List.of("the machine differs (one: amd-zen4-2c-512bit, two: arm-4c-512bit)"), merge().differences());
        two.jdk = "25+1";
        two.flags = List.of();
        two.jar = "fedcba9876543210";
        assertEquals(4, merge().differences().size());
        assertEquals(
                List.of("the jar differs (one: 0123456789ab, two: fedcba987654)"),
                merge(Aspect.MACHINE, Aspect.JDK, Aspect.FLAGS).differences());
        assertEquals(List.of(), merge(Aspect.values()).differences());
    }

    @Test
    void rowsOfOtherMachinesAreKeptApart() {
        two.machine = "arm-4c";
        two.fork(two.plan("A", "1"), 300);
        RunMerge merge = merge(Aspect.MACHINE, Aspect.JDK);
        assertEquals(List.of(), merge.duplicates());
        Run run = run(merge);
        assertEquals(
                List.of("amd-zen4-2c-512bit", "amd-zen4-2c-512bit", "arm-4c-512bit", "arm-4c-512bit", "arm-4c-512bit"),
                run.document().configurations().stream()
                        .map(configuration -> configuration.params().get("machine"))
                        .toList());
        assertTrue(run.document().configurations().stream()
                .noneMatch(configuration -> configuration.params().containsKey("jdk")));
        assertEquals(
                "arm-4c-512bit",
                run.forks().get(4).result().path("params").path("machine").asText());
        assertNull(run.document().machine());
        assertEquals("17.0.1+6", run.document().jvm().vmVersion());
        assertEquals(
                "amd-zen4-2c in one line; and arm-4c in one line",
                run.document().machineSummary());
        assertEquals(5, ForkMerger.merge(run).size());
    }

    @Test
    void aParameterOfThatNameIsNotOverwritten() {
        two.machine = "arm-4c";
        ShardFixture odd = new ShardFixture("odd");
        Configuration clash = new Configuration(
                0,
                "some.C.run",
                "thrpt",
                Map.of("machine", "washing"),
                one.shard().run().document().configurations().get(0).work());
        Run run = new Run(odd.shard().run().document().withPlan(List.of(clash), List.of()), List.of());
        List<Shard> shards = List.of(two.shard(), new Shard("odd", run, List.of()));
        assertTrue(assertThrows(UsageException.class, () -> new RunMerge(shards, Set.of(Aspect.MACHINE)))
                .getMessage()
                .startsWith("some.C.run has a parameter 'machine' of its own"));
    }

    @Test
    void whatWasNotMeasuredIsMissing() {
        one.state = RunDocument.INTERRUPTED;
        one.plan("C", "1");
        one.plan("D", "1");
        one.skip("D.run size=1", "the time was spent before its turn");
        RunMerge merge = merge();
        assertEquals(List.of("C.run size=1 (one is interrupted)"), merge.unmeasured());
        Run run = merge.run(List.of("merge"), merge.unmeasured());
        assertEquals(RunDocument.INTERRUPTED, run.document().state());
        assertEquals(
                List.of(
                        new Skipped("D.run size=1", "the time was spent before its turn"),
                        new Skipped("C.run size=1 (one is interrupted)", "none of the merged runs measured it")),
                run.document().skipped());
    }

    @Test
    void whatOneLeftOutAndTheOtherMeasuredIsThere() {
        one.plan("B", "7");
        one.skip("B.run size=7", "no time");
        two.fork(two.plan("B", "7"), 5);
        RunMerge merge = merge();
        assertEquals(List.of(), merge.unmeasured());
        assertEquals(List.of(), run(merge).document().skipped());
    }

    @Test
    void expectationsAreMetByWhatWasMeasured() {
        one.plan("C", "1");
        one.failure(one.plan("D", "1"), "it broke");
        RunMerge merge = merge();
        assertEquals(
                List.of("C.run", "A.run  size=2", "some.B.run avgt"),
                merge.missing(List.of(
                        new Expectation("A.run", null, Map.of()),
                        new Expectation("some.B.run", "thrpt", Map.of("size", "1")),
                        new Expectation("D.run", null, Map.of("size", "1")),
                        new Expectation("C.run", null, Map.of()),
                        new Expectation("A.run", null, Map.of("size", "2")),
                        new Expectation("some.B.run", "avgt", Map.of()))));
    }

    @Test
    void aFailureStaysOne() {
        int id = two.plan("E", "1");
        two.failure(id, "it broke");
        Run run = run(merge());
        assertEquals(
                List.of(new Failed(3, "E.run size=1", "it broke", 1)),
                run.document().failed());
        assertEquals("it broke", ForkMerger.merge(run).get(2).path("failure").asText());
    }
}
