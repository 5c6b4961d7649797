package dev.convbench.results.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.stats.Judgement;
import dev.convbench.results.stats.Outcome;
import dev.convbench.results.stats.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is paired with what, what is refused, and what is said of it. */
class ComparerTest {
    private static final double[] STEADY = Results.around(100, 8, 0.5, 1);
    private static final double[] SAME = Results.around(100, 8, 0.5, 2);
    private static final double[] MORE = Results.around(110, 8, 0.5, 3);

    @TempDir
    private Path folder;

    private Comparison compare(Results base, Results candidate) throws Exception {
        return compare(base, candidate, Options.DEFAULT);
    }

    private Comparison compare(Results base, Results candidate, Options options) throws Exception {
        return Comparer.compare(List.of(base.input(folder, "base"), candidate.input(folder, "cand")), options);
    }

    private static Options allow(Mismatch.Kind... kinds) {
        Set<Mismatch.Kind> allowed = EnumSet.noneOf(Mismatch.Kind.class);
        allowed.addAll(Arrays.asList(kinds));
        return new Options(Rule.DEFAULT, List.of("run"), null, null, List.of(), allowed, List.of());
    }

    private static Options across(String columns, String rows, String... filters) {
        return new Options(
                Rule.DEFAULT,
                List.of(columns.split(",")),
                rows == null ? null : List.of(rows.split(",")),
                null,
                Stream.of(filters).map(Filter::parse).toList(),
                Set.of(),
                List.of());
    }

    private static String outcomes(Comparison comparison) {
        return comparison.lines().stream().map(Line::outcome).toList().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "thrpt, ops/s, IMPROVEMENT",
        "thrpt, ops/us, IMPROVEMENT",
        "avgt, ns/op, REGRESSION",
        "sample, us/op, REGRESSION",
        "ss, ms/op, REGRESSION",
        "thrpt, furlongs, IMPROVEMENT",
        "avgt, furlongs, REGRESSION"
    })
    void moreIsBetterOrWorseAsTheUnitSays(String mode, String unit, Outcome expected) throws Exception {
        Comparison comparison = compare(
                new Results().add("run", mode, unit, "", STEADY), new Results().add("run", mode, unit, "", MORE));
        assertEquals(
                List.of(expected),
                comparison.lines().stream().map(Line::outcome).toList());
    }

    @Test
    void timesAndRatesOfTheSameForksGiveTheSameVerdicts() throws Exception {
        Results[] times = {new Results(), new Results()};
        Results[] rates = {new Results(), new Results()};
        for (int i = 0; i < 40; i++) {
            for (int side = 0; side < 2; side++) {
                double[] forks =
                        Results.around(50 + side * (i % 8) * 0.3, 5 + i % 9, 0.2 * (i % 7) + 0.1, 7 * i + side);
                times[side].add("run", "avgt", "us/op", "n=" + i, forks);
                rates[side].add(
                        "run",
                        "thrpt",
                        "ops/ms",
                        "n=" + i,
                        Arrays.stream(forks).map(time -> 1000 / time).toArray());
            }
        }
        Comparison byTime = compare(times[0], times[1]);
        Comparison byRate = compare(rates[0], rates[1]);
        assertEquals(outcomes(byTime), outcomes(byRate));
        assertEquals(4, byTime.lines().stream().map(Line::outcome).distinct().count() + 1, outcomes(byTime));
        for (int i = 0; i < 40; i++) {
            double ratio = byTime.lines().get(i).effect().ratio();
            assertEquals(ratio, byRate.lines().get(i).effect().ratio(), 1e-9);
            assertEquals(
                    ratio,
                    byTime.lines().get(i).candidate().value()
                            / byTime.lines().get(i).base().value(),
                    1e-9);
        }
    }

    @Test
    void unitsOfOneKindAreConverted() throws Exception {
        Comparison comparison = compare(
                new Results().add("run", "thrpt", "ops/s", "", STEADY),
                new Results()
                        .add(
                                "run",
                                "thrpt",
                                "ops/ms",
                                "",
                                Arrays.stream(SAME).map(x -> x / 1000).toArray()));
        Line line = comparison.lines().get(0);
        assertEquals(Outcome.NO_CHANGE, line.outcome());
        assertEquals("ops/s", line.candidate().unit());
        assertEquals(100, line.candidate().value(), 1);
    }

    @Test
    void unitsOfDifferentKindsAreShownAndNotJudged() throws Exception {
        Comparison comparison = compare(
                new Results().add("run", "avgt", "furlongs", "", STEADY),
                new Results().add("run", "avgt", "stone", "", SAME));
        assertNull(comparison.lines().get(0).outcome());
        assertEquals(
                List.of("units differ: furlongs against stone"),
                comparison.lines().get(0).notes());
    }

    @Test
    void everyParameterAndTheModeArePartOfTheKey() throws Exception {
        Results base = new Results();
        Results candidate = new Results();
        for (String params : List.of("n=1 m=1", "n=1 m=2", "n=2 m=1")) {
            for (String mode : List.of("thrpt", "avgt")) {
                String unit = mode.equals("thrpt") ? "ops/s" : "s/op";
                base.add("run", mode, unit, params, STEADY);
                candidate.add("run", mode, unit, params, params.equals("n=1 m=2") && mode.equals("avgt") ? MORE : SAME);
            }
        }
        Comparison comparison = compare(base, candidate);
        assertEquals(6, comparison.lines().size());
        assertEquals(1, comparison.with(Outcome.REGRESSION).size());
        assertEquals(
                "{benchmark=org.sample.Bench.run, mode=avgt, threads=1, n=1, m=2}",
                comparison.with(Outcome.REGRESSION).get(0).row().toString());
        assertEquals(5, comparison.with(Outcome.NO_CHANGE).size());
    }

    private void assertRefused(Results base, Results candidate, Mismatch.Kind kind, String about) throws Exception {
        NotComparableException refusal =
                assertThrows(NotComparableException.class, () -> compare(base, candidate), about);
        assertTrue(refusal.getMessage().contains(about), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--allow-mismatch " + kind.text() + " "), refusal.getMessage());
        assertEquals(
                kind, compare(base, candidate, allow(kind)).tolerated().get(0).kind());
    }

    @Test
    void otherJdksFlagsAndBatchesAreRefused() throws Exception {
        Results base = new Results().add("run", "", STEADY);
        assertRefused(
                base,
                new Results().jdk("25.0.1").add("run", "", SAME),
                Mismatch.Kind.JDK,
                "the JDKs differ: 17.0.9 (Imagined VM, 17.0.9+1) against 25.0.1");
        assertRefused(
                base,
                new Results().flags("-Xmx2g").add("run", "", SAME),
                Mismatch.Kind.FLAGS,
                "the JVM flags differ: -Xmx1g against -Xmx2g");
        assertRefused(
                base,
                new Results().batch(10).add("run", "", SAME),
                Mismatch.Kind.BATCH,
                "the batch sizes differ: 1 (warm-up 1) against 10 (warm-up 10)");
        assertRefused(
                new Results().add("run", "", STEADY).add("other", "", STEADY),
                new Results().add("run", "", SAME).flags("-Xint").add("other", "", SAME),
                Mismatch.Kind.FLAGS,
                "differ in 1 of 2 rows");
    }

    @Test
    void permissionsAndRepeatedFlagsMakeNoDifference() throws Exception {
        Comparison comparison = compare(
                new Results().flags("-Xmx1g", "--add-modules=x").add("run", "", STEADY),
                new Results()
                        .flags("-Xmx1g", "--add-modules=x", "--enable-native-access=ALL-UNNAMED", "--add-modules=x")
                        .add("run", "", SAME));
        assertEquals(List.of(), comparison.tolerated());
    }

    @Test
    void otherMachinesAreRefused() throws Exception {
        Input base = new Results().machine("this-2c").add("run", "", STEADY).runInput(folder, "base");
        Input other = new Results().machine("that-4c").add("run", "", SAME).runInput(folder, "cand");
        NotComparableException refusal = assertThrows(
                NotComparableException.class, () -> Comparer.compare(List.of(base, other), Options.DEFAULT));
        assertTrue(refusal.getMessage().contains("the machines differ: this-2c"), refusal.getMessage());
        assertEquals("[NO_CHANGE]", outcomes(Comparer.compare(List.of(base, other), allow(Mismatch.Kind.CPU))));
        Input unknown = new Results().add("run", "", SAME).input(folder, "unknown");
        Comparison comparison = Comparer.compare(List.of(base, unknown), Options.DEFAULT);
        assertTrue(
                comparison.notes().get(0).startsWith("not checked: whether it ran on the same machine"),
                comparison.notes().toString());
    }

    @Test
    void parametersThatShareNoRowAreRefused() throws Exception {
        assertRefused(
                new Results().add("run", "n=1", STEADY).add("same", "", STEADY),
                new Results().add("run", "n=1 m=1", SAME).add("same", "", SAME),
                Mismatch.Kind.PARAMS,
                "org.sample.Bench.run has the parameters n on one side and the parameters m, n on the other");
        assertRefused(
                new Results().add("run", "n=1", STEADY).add("same", "", STEADY),
                new Results().add("run", "n=2", SAME).add("same", "", SAME),
                Mismatch.Kind.PARAMS,
                "no combination of mode, threads and parameters of org.sample.Bench.run is on both sides");
        NotComparableException nothing = assertThrows(
                NotComparableException.class,
                () -> compare(new Results().add("one", "", STEADY), new Results().add("two", "", SAME)));
        assertTrue(nothing.getMessage().contains("no row has a result"), nothing.getMessage());
    }

    @Test
    void rowsOfOneSideAreShown() throws Exception {
        Comparison comparison = compare(
                new Results().add("run", "n=1", STEADY).add("run", "n=2", STEADY),
                new Results().add("run", "n=1", SAME).add("run", "n=3", SAME).add("new", "", SAME));
        assertEquals(1, comparison.lines().size());
        assertEquals("2", comparison.with(Unpaired.State.MISSING).get(0).row().get("n"));
        assertEquals(2, comparison.with(Unpaired.State.ADDED).size());
    }

    @Test
    void failedBenchmarksAreNamed() throws Exception {
        Input base =
                new Results().add("run", "", STEADY).add("other", "", STEADY).runInput(folder, "base");
        Input candidate = new Results().add("run", "").add("other", "", SAME).runInput(folder, "cand");
        Comparison comparison = Comparer.compare(List.of(base, candidate), Options.DEFAULT);
        Unpaired failed = comparison.with(Unpaired.State.FAILED).get(0);
        assertEquals("it broke", failed.message());
        assertTrue(comparison.hasFailures());
        assertEquals(1, comparison.lines().size());
        Comparison turned = Comparer.compare(List.of(candidate, base), Options.DEFAULT);
        assertEquals(Unpaired.State.BASELINE_FAILED, turned.unpaired().get(0).state());
        assertEquals(false, turned.hasFailures());
    }

    @Test
    void singleForksAndBareScoresClaimNothing() throws Exception {
        Comparison one = compare(new Results().add("run", "", 100), new Results().add("run", "", 500));
        assertEquals("[INCONCLUSIVE]", outcomes(one));
        assertEquals(Judgement.Reason.ONE_FORK, one.lines().get(0).judgement().reason());
        Comparison bare = compare(
                new Results().add("run", "", STEADY).withoutRawData(),
                new Results().add("run", "", MORE).withoutRawData());
        assertEquals("[INCONCLUSIVE]", outcomes(bare));
        assertEquals(110, bare.lines().get(0).candidate().value(), 1);
        assertTrue(bare.lines().get(0).notes().get(0).contains("no raw data"));
    }

    @Test
    void allocationIsJudgedExactly() throws Exception {
        Results base = new Results()
                .add("more", "", STEADY)
                .metric("gc.alloc.rate.norm", "B/op", 1000, 1001, 1000)
                .add("none", "", STEADY)
                .metric("gc.alloc.rate", "MB/sec", 0, 0, 0)
                .add("unmeasured", "", STEADY);
        Results candidate = new Results()
                .add("more", "", SAME)
                .metric("gc.alloc.rate.norm", "B/op", 1024, 1024, 1025)
                .add("none", "", SAME)
                .metric("gc.alloc.rate.norm", "B/op", 24, 24, 24)
                .add("unmeasured", "", SAME)
                .metric("gc.alloc.rate.norm", "B/op", 24, 24, 24);
        Comparison comparison = compare(base, candidate);
        List<Line> exact = comparison.lines().stream()
                .filter(line -> line.kind() == Line.Kind.EXACT)
                .toList();
        assertEquals(2, exact.size());
        assertEquals(
                List.of(Outcome.REGRESSION, Outcome.REGRESSION),
                exact.stream().map(Line::outcome).toList());
        assertEquals(0.0, exact.get(1).base().value());
        assertEquals(2, comparison.with(Outcome.REGRESSION).size());
        assertEquals(3, comparison.tested(), "allocation takes no part in the tests");
    }

    @Test
    void otherMetricsAreShownOnlyWhenAskedForAndNeverJudged() throws Exception {
        Results base = new Results().add("run", "", STEADY).metric("cycles", "#/op", 10, 11);
        Results candidate = new Results().add("run", "", SAME).metric("cycles", "#/op", 20, 22);
        assertEquals(1, compare(base, candidate).lines().size());
        Options asked = new Options(
                Rule.DEFAULT, List.of("run"), null, null, List.of(), Set.of(), List.of(Pattern.compile("^cyc")));
        Line shown = compare(base, candidate, asked).lines().get(1);
        assertEquals("cycles", shown.metric());
        assertNull(shown.outcome());
        assertEquals(2, shown.effect().ratio(), 1e-9);
    }

    @Test
    void oneRunAcrossAParameter() throws Exception {
        Input run = new Results()
                .add("run", "n=1 strategy=naive", STEADY)
                .add("run", "n=1 strategy=fast", MORE)
                .add("run", "n=2 strategy=naive", STEADY)
                .add("run", "n=2 strategy=fast", SAME)
                .add("limits", "n=1", STEADY)
                .input(folder, "run");
        Comparison comparison = Comparer.compare(List.of(run), across("strategy", null));
        assertEquals(List.of("naive", "fast"), comparison.columns());
        assertEquals("[IMPROVEMENT, NO_CHANGE]", outcomes(comparison));
        assertTrue(
                comparison.notes().stream()
                        .anyMatch(note -> note.contains("1 results have no strategy") && note.contains("limits")),
                comparison.notes().toString());
        Options turned = new Options(Rule.DEFAULT, List.of("strategy"), null, "fast", List.of(), Set.of(), List.of());
        assertEquals("[REGRESSION, NO_CHANGE]", outcomes(Comparer.compare(List.of(run), turned)));
    }

    @Test
    void rowsLeaveOutWhatDoesNotMatterAndNeverMix() throws Exception {
        Input run = new Results()
                .add("run", "strategy=naive workers=1", STEADY)
                .add("run", "strategy=parallel workers=2", MORE)
                .input(folder, "run");
        UnsuitableOptionException alone = assertThrows(
                UnsuitableOptionException.class, () -> Comparer.compare(List.of(run), across("strategy", null)));
        assertTrue(alone.getMessage().contains("--row names the ones that matter"), alone.getMessage());
        assertEquals("[IMPROVEMENT]", outcomes(Comparer.compare(List.of(run), across("strategy", "benchmark"))));
        Input mixed = new Results()
                .add("run", "strategy=naive workers=1", STEADY)
                .add("run", "strategy=naive workers=2", STEADY)
                .add("run", "strategy=fast workers=1", MORE)
                .input(folder, "mixed");
        UnsuitableOptionException mix = assertThrows(
                UnsuitableOptionException.class,
                () -> Comparer.compare(List.of(mixed), across("strategy", "benchmark")));
        assertTrue(mix.getMessage().contains("would mix values of 'workers'"), mix.getMessage());
        assertEquals(
                "[IMPROVEMENT]",
                outcomes(Comparer.compare(List.of(mixed), across("strategy", "benchmark", "workers=1"))));
    }

    @Test
    void severalRunsAcrossTheJdk() throws Exception {
        Input first = new Results().jdk("17").add("run", "", STEADY).runInput(folder, "first");
        Input second = new Results().jdk("25").add("run", "", MORE).runInput(folder, "second");
        Input third = new Results().jdk("25").add("run", "", MORE).runInput(folder, "third");
        Comparison comparison = Comparer.compare(List.of(first, second, third), across("jdk", null));
        assertEquals(2, comparison.columns().size());
        assertEquals("[IMPROVEMENT]", outcomes(comparison));
        assertEquals(16, comparison.lines().get(0).candidate().forks().size());
        assertTrue(comparison.lines().get(0).notes().contains("the candidate joins the forks of 2 results"));
    }

    @Test
    void aMergedRunKeepsItsJdksApart() throws Exception {
        Input merged = new Results()
                .add("run", "jdk=17 n=1", STEADY)
                .add("run", "jdk=25 n=1", MORE)
                .runInput(folder, "merged");
        Comparison comparison = Comparer.compare(List.of(merged), across("jdk", null));
        assertEquals(List.of("17", "25"), comparison.columns());
        assertEquals("[IMPROVEMENT]", outcomes(comparison));
        Comparison withItself = Comparer.compare(List.of(merged, merged), Options.DEFAULT);
        assertEquals(2, withItself.lines().size());
    }

    @Test
    void filters() throws Exception {
        Results base = new Results()
                .add("run", "n=1", STEADY)
                .add("run", "n=2", STEADY)
                .add("other", "n=1", STEADY);
        Results candidate =
                new Results().add("run", "n=1", SAME).add("run", "n=2", SAME).add("other", "n=1", SAME);
        for (String[] expected : new String[][] {
            {"run$", "2"},
            {"n=1", "2"},
            {"n=1,2", "3"},
            {"n!=1", "1"},
            {"benchmark~oth", "1"},
            {"n!~[2-9]", "2"},
            {"mode=thrpt", "3"}
        }) {
            assertEquals(
                    Integer.parseInt(expected[1]),
                    compare(base, candidate, across("run", null, expected[0]))
                            .lines()
                            .size(),
                    expected[0]);
        }
        assertEquals(
                1,
                compare(base, candidate, across("run", null, "n=1", "run"))
                        .lines()
                        .size());
        for (String wrong : List.of("m=1", "n=7", "nothing")) {
            assertThrows(
                    UnsuitableOptionException.class, () -> compare(base, candidate, across("run", null, wrong)), wrong);
        }
        assertThrows(UnsuitableOptionException.class, () -> Filter.parse("n~["));
    }

    @Test
    void unknownDimensionsAreNamed() throws Exception {
        Results one = new Results().add("run", "n=1", STEADY);
        UnsuitableOptionException complaint =
                assertThrows(UnsuitableOptionException.class, () -> compare(one, one, across("m", null)));
        assertEquals(
                "--col names 'm'; there are benchmark, mode, threads, n, run, jdk, cpu, flags", complaint.getMessage());
        assertThrows(UnsuitableOptionException.class, () -> compare(one, one, across("run", "m")));
        UnsuitableOptionException alone =
                assertThrows(UnsuitableOptionException.class, () -> compare(one, one, across("n", null)));
        assertTrue(alone.getMessage().contains("n is always '1'"), alone.getMessage());
        Options nowhere = new Options(Rule.DEFAULT, List.of("run"), null, "nowhere", List.of(), Set.of(), List.of());
        assertThrows(UnsuitableOptionException.class, () -> compare(one, one, nowhere));
    }

    @Test
    void runsThatAreNotToBeTrustedSaySo() throws Exception {
        Input base = new Results().peaks(50, 50, 50).add("run", "", STEADY).runInput(folder, "base");
        Input candidate = new Results().peaks(50, 30, 50).add("run", "", SAME).runInput(folder, "cand");
        Comparison comparison = Comparer.compare(List.of(base, candidate), Options.DEFAULT);
        assertEquals(List.of(), comparison.origins().get(0).remarks());
        assertTrue(
                comparison.origins().get(1).remarks().get(0).startsWith("NOT TO BE TRUSTED: the f64 peak was"),
                comparison.origins().get(1).remarks().toString());
        assertEquals(2, comparison.lines().size(), "checkpoints are no forks of the peak");
        assertEquals(1, comparison.lines().get(1).base().forks().size());
    }

    @Test
    void twoModesAreNoted() throws Exception {
        double[] split = {100, 100.1, 99.9, 100.05, 115, 115.1, 114.9};
        Comparison comparison = compare(new Results().add("run", "", STEADY), new Results().add("run", "", split));
        assertTrue(
                comparison
                        .lines()
                        .get(0)
                        .notes()
                        .get(0)
                        .startsWith("the forks of the candidate fall into two groups: 3 fast"),
                comparison.lines().get(0).notes().toString());
    }

    @Test
    void otherMeasuringTimesAreNoted() throws Exception {
        Input base = new Results().add("run", "", STEADY).input(folder, "base");
        Path file = new Results().add("run", "", SAME).jmh(folder.resolve("cand.json"));
        Files.writeString(file, Files.readString(file).replace("\"warmupTime\" : \"1 s\"", "\"warmupTime\" : \"9 s\""));
        Comparison comparison = Comparer.compare(List.of(base, Input.read(file)), Options.DEFAULT);
        assertTrue(
                comparison.notes().stream()
                        .anyMatch(note -> note.contains("2 x 1 s + 3 x 1 s against 2 x 9 s + 3 x 1 s")),
                comparison.notes().toString());
    }

    static List<Path> quirks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/dev/convbench/results/jmh"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Files of a few forks allow no claim, whatever else is odd about them. */
    @ParameterizedTest
    @MethodSource("quirks")
    void anyFileCanBeComparedWithItself(Path file) throws Exception {
        Comparison comparison = Comparer.compare(List.of(Input.read(file), Input.read(file)), Options.DEFAULT);
        assertTrue(comparison.lines().size() > 0);
        for (Line line : comparison.lines()) {
            if (line.kind() == Line.Kind.TESTED) {
                assertEquals(Outcome.INCONCLUSIVE, line.outcome());
            } else {
                assertEquals(Outcome.NO_CHANGE, line.outcome());
            }
        }
        assertNotEquals(comparison.columns().get(0), comparison.columns().get(1));
    }
}
