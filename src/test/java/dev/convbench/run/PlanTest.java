package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.results.Configuration;
import dev.convbench.results.Skipped;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a command line to exact configurations, on the benchmarks of this build. */
class PlanTest {
    private static final int PROCESSORS = 4;

    private static Plan plan(String... arguments) {
        return Plan.of(Selection.parse(List.of(arguments)), false, PROCESSORS, PlanTest::allFine);
    }

    private static List<String> allFine(List<Question> questions) {
        return questions.stream().map(question -> "").toList();
    }

    private static String complaint(String... arguments) {
        return assertThrows(UsageException.class, () -> plan(arguments)).getMessage();
    }

    private static List<String> values(Plan plan, String param) {
        return plan.candidates().stream()
                .map(candidate -> candidate.configuration().params().get(param))
                .toList();
    }

    @Test
    void aNetworkExpandsToItsLayers() {
        List<String> layers = values(plan("ConvForward", "-p", "conv=resnet50", "-p", "strategy=naive"), "conv");
        assertTrue(layers.size() > 10 && layers.contains("resnet50:conv1"), layers.toString());
    }

    @Test
    void whatIsLeftOutIsListedAndTheOthersAreNumberedAnew() {
        Plan whole = plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=simd,loops,naive");
        Plan part = whole.without(List.of(Pattern.compile("strategy=loops"), Pattern.compile("precision=f32")));
        assertEquals(List.of("simd", "naive"), values(part, "strategy"));
        assertEquals(1, part.candidates().get(1).configuration().id());
        Skipped left = part.skipped().get(part.skipped().size() - 1);
        assertTrue(left.what().contains("strategy=loops"), left.what());
        assertEquals("left out by --without", left.reason());
    }

    @Test
    void withoutEverythingThereIsNoPlan() {
        Plan whole = plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=naive");
        assertThrows(UsageException.class, () -> whole.without(List.of(Pattern.compile("ConvForward"))));
    }

    @Test
    void aPatternADescriptorAndANameStandSideBySide() {
        List<String> layers = values(
                plan("ConvForward", "-p", "strategy=naive", "-p", "conv=resnet50:conv1,vgg16:conv1_.*,ic3ih8oc4kh3"),
                "conv");
        assertEquals(
                Set.of(
                        "resnet50:conv1",
                        "vgg16:conv1_1",
                        "vgg16:conv1_2",
                        "g1mb1ic3ih8iw8oc4oh6ow6kh3kw3sh1sw1dh0dw0ph0pw0"),
                Set.copyOf(layers));
    }

    @Test
    void workersAutoIsANumberBeforeAForkStarts() {
        assertEquals(
                List.of("1"),
                values(plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=naive"), "workers"));
    }

    @Test
    void aSerialStrategyWithMoreWorkersIsLeftOutWithTheReason() {
        Plan plan = plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=naive", "-p", "workers=1,2");
        assertEquals(List.of("1"), values(plan, "workers"));
        Skipped skipped = plan.skipped().get(0);
        assertTrue(skipped.what().contains("strategy=naive") && skipped.what().contains("workers=2"), skipped.what());
        assertEquals("a serial strategy has one worker", skipped.reason());
    }

    @Test
    void whatCannotRunIsLeftOutWithItsReason() {
        Plan plan = Plan.of(
                Selection.parse(
                        List.of("ConvForward", "-p", "conv=notebook:conv,notebook:net", "-p", "strategy=naive")),
                false,
                PROCESSORS,
                questions -> questions.stream()
                        .map(question -> question.descriptor().contains("mb100") ? "too many images" : "")
                        .toList());
        assertEquals(List.of("notebook:net"), values(plan, "conv"));
        assertEquals("too many images", plan.skipped().get(0).reason());
        assertTrue(plan.skipped().get(0).what().contains("conv=notebook:conv"));
    }

    @Test
    void preparedWeightsAreMeasuredWhenNamedAndWhereTheyMakeADifference() {
        assertFalse(plan("-p", "strategy=loops", "-p", "conv=notebook:conv").candidates().stream()
                .anyMatch(candidate -> candidate.describe().contains("ConvInference")));
        Plan plan = Plan.of(
                Selection.parse(List.of("ConvInference", "-p", "strategy=loops,naive", "-p", "conv=notebook:conv")),
                false,
                PROCESSORS,
                questions -> Probe.answer(questions).problems());
        assertEquals(List.of("loops"), values(plan, "strategy"));
        assertEquals(
                "conv forward, prepared weights",
                plan.candidates().get(0).configuration().work().operation());
        Skipped skipped = plan.skipped().get(0);
        assertTrue(skipped.what().contains("strategy=naive"), skipped.what());
        assertTrue(skipped.reason().contains("prepared or not makes no difference"), skipped.reason());
    }

    @Test
    void nothingLeftIsAnErrorThatSaysWhy() {
        String message = assertThrows(
                        UsageException.class,
                        () -> Plan.of(
                                Selection.parse(List.of("ConvForward", "-p", "conv=notebook:conv")),
                                false,
                                PROCESSORS,
                                questions -> questions.stream()
                                        .map(question -> "no such luck")
                                        .toList()))
                .getMessage();
        assertTrue(message.contains("nothing can run") && message.contains("no such luck"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "strategy=niave | no strategy is called 'niave'; there are",
                "conv=resnet51 | resnet51",
                "conv=ic3ih8 | field kh is missing",
                "precision=f16 | neither f64 nor f32",
                "workers=0 | '0' is neither a number",
                "workers=two | 'two' is neither a number",
                "size=3 | no selected benchmark has a parameter 'size'; there are conv, precision, strategy, workers"
            })
    void unknownNamesAndValuesSayWhatThereIs(String param, String expected) {
        String message = complaint("ConvForward", "-p", param);
        assertTrue(message.contains(expected), message);
    }

    @Test
    void unknownKernelsAndFootprintsToo() {
        assertTrue(complaint("FmaPeak", "-p", "kernel=mighty").contains("no peak kernel is called 'mighty'"));
        assertTrue(complaint("CopyBandwidth", "-p", "bytes=17").contains("'17' is not a positive multiple of 16"));
    }

    @Test
    void noMatchListsTheBenchmarks() {
        String message = complaint("ConvSideways");
        assertTrue(message.contains("'ConvSideways'") && message.contains("ConvForward.forward"), message);
    }

    @Test
    void wrongOptionsAndExpressionsAreSentences() {
        assertTrue(assertThrows(UsageException.class, () -> Selection.parse(List.of("-f", "x")))
                .getMessage()
                .startsWith("Cannot parse argument 'x' of option f"));
        assertTrue(complaint("[").contains("'[' is not a regular expression"));
    }

    @Test
    void thePresetIsTheNotebookWithItsLimits() {
        Plan plan = plan();
        List<String> operations = plan.candidates().stream()
                .map(candidate -> candidate.configuration().work().operation())
                .distinct()
                .toList();
        assertEquals(
                List.of(
                        "conv forward",
                        "conv backwardData",
                        "conv backwardWeights",
                        "max pool forward",
                        "max pool backward",
                        "peak",
                        "copy"),
                operations);
        assertEquals(
                List.of("notebook:conv"),
                values(plan, "conv").stream()
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        assertEquals(
                List.of("3145728", "8388608"),
                values(plan, "bytes").stream()
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }

    @Test
    void parametersNarrowThePreset() {
        assertEquals(
                List.of("vgg16:conv1_1"),
                values(plan("-p", "conv=vgg16:conv1_1"), "conv").stream()
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }

    @Test
    void modesMultiply() {
        List<String> modes = plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=naive", "-bm", "avgt,ss")
                .candidates()
                .stream()
                .map(candidate -> candidate.configuration().mode())
                .toList();
        assertEquals(List.of("avgt", "ss"), modes);
    }

    @Test
    void otherBenchmarksKeepTheirParameters() {
        Plan plan = plan("TinyBenchmark");
        assertEquals(List.of("add", "fail"), values(plan, "what"));
        assertEquals(List.of("add"), values(plan("TinyBenchmark", "-p", "what=add"), "what"));
    }

    @Test
    void figuresComeFromTheShape() {
        Configuration one = plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=naive")
                .candidates()
                .get(0)
                .configuration();
        ConvShape shape = ConvShape.builder()
                .input(100, 3, 31, 31)
                .filters(25, 3, 3)
                .stride(2, 2)
                .pad(1, 1)
                .build();
        Work work = one.work();
        assertEquals(shape.nominalFlops(Pass.FORWARD), work.nominalFlops());
        assertEquals(shape.realFlops(Pass.FORWARD), work.realFlops());
        assertEquals(shape.compulsoryBytes(Pass.FORWARD, Precision.F64), work.bytes());
        assertEquals(shape.toString(), work.descriptor());
        assertTrue(work.direct());
    }

    @Test
    void identicalConfigurationsAreMeasuredOnce() {
        assertEquals(
                1,
                plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=naive", "-p", "workers=auto,1")
                        .candidates()
                        .size());
    }

    @Test
    void idsArePositions() {
        List<Integer> ids = new ArrayList<>();
        plan().candidates()
                .forEach(candidate -> ids.add(candidate.configuration().id()));
        for (int i = 0; i < ids.size(); i++) {
            assertEquals(i, ids.get(i));
        }
        assertFalse(ids.isEmpty());
    }

    @Test
    void footprintsAreRoundedToNeighbours() {
        assertEquals(8 << 20, Plan.footprint(7.4e6));
        assertEquals(3 << 20, Plan.footprint(3.4e6));
        assertEquals(4096, Plan.footprint(10));
        assertEquals(3L << 29, Plan.footprint(1e12));
    }

    private static Plan preset() {
        return Plan.of(Selection.parse(List.of()), true, PROCESSORS, PlanTest::allFine);
    }

    private static double speed(Configuration configuration) {
        return switch (String.valueOf(configuration.work().strategy())) {
            case "simd-direct" -> 100;
            case "simd-depthwise" -> 99;
            case "im2col" -> 50;
            case "loops" -> 20;
            default -> 10;
        };
    }

    @Test
    void thePresetStartsSerialAndAddsTheBestOfTwoFamiliesInParallel() {
        Plan plan = preset();
        assertTrue(values(plan, "strategy").stream()
                .filter(Objects::nonNull)
                .noneMatch(name -> name.endsWith("-parallel")));
        List<Candidate> added = plan.bestParallel(PlanTest::speed);
        assertEquals(plan.expectedParallel(), added.size());
        assertEquals(
                List.of("simd-direct-parallel", "im2col-parallel"),
                added.stream()
                        .map(candidate -> candidate.configuration().work())
                        .filter(work -> work.operation().equals("conv forward"))
                        .map(Work::strategy)
                        .toList());
        assertTrue(added.stream()
                .allMatch(candidate -> candidate.configuration().work().workers() == PROCESSORS));
        assertEquals(plan.candidates().size(), added.get(0).configuration().id());
    }

    @Test
    void oneProcessorRunsNothingInParallel() {
        Plan plan = Plan.of(Selection.parse(List.of()), true, 1, PlanTest::allFine);
        assertEquals(List.of(), plan.bestParallel(PlanTest::speed));
        assertTrue(plan.skipped().contains(new Skipped("parallel strategies", "there is only one processor")));
    }

    @Test
    void whatWasAddedIsAddedAgain() {
        Plan plan = Plan.of(Selection.parse(List.of()), true, PROCESSORS, PlanTest::allFine);
        List<Candidate> best = plan.bestParallel(Configuration::id);
        assertFalse(best.isEmpty());
        List<Configuration> recorded = new ArrayList<>();
        plan.candidates().forEach(one -> recorded.add(one.configuration()));
        assertEquals(List.of(), plan.added(recorded));
        best.forEach(one -> recorded.add(one.configuration()));
        assertEquals(best, plan.added(recorded));
        recorded.add(new Configuration(recorded.size(), "some.Other.run", "thrpt", Map.of(), Work.other("run")));
        assertThrows(UsageException.class, () -> plan.added(recorded));
    }

    private static List<String> measured(Plan plan) {
        return plan.candidates().stream()
                .map(Candidate::configuration)
                .filter(one -> one.work().strategy() != null)
                .map(Configuration::key)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void shardsShareOutWholeOperationsAndEachMeasuresTheLimits(int count) {
        Plan whole = preset();
        List<String> all = new ArrayList<>();
        Set<String> operations = new HashSet<>();
        int added = 0;
        for (int index = 1; index <= count; index++) {
            Plan part = whole.shard(new ShardChoice(index, count), Durations.unknown());
            all.addAll(measured(part));
            part.candidates().stream()
                    .map(one -> one.configuration().work())
                    .filter(work -> work.strategy() != null)
                    .map(Work::operation)
                    .distinct()
                    .forEach(operation -> assertTrue(operations.add(operation), operation + " is in two parts"));
            assertTrue(part.candidates().stream()
                    .anyMatch(one -> one.configuration().work().operation().equals("peak")));
            added += part.bestParallel(PlanTest::speed).size();
            for (int id = 0; id < part.candidates().size(); id++) {
                assertEquals(id, part.candidates().get(id).configuration().id());
            }
        }
        assertEquals(measured(whole).size(), all.size());
        assertEquals(Set.copyOf(measured(whole)), Set.copyOf(all));
        assertEquals(whole.bestParallel(PlanTest::speed).size(), added);
    }

    @Test
    void fewOperationsAreSharedOutByBenchmark() {
        Plan whole = plan("ConvForward", "-p", "conv=notebook:conv", "-p", "strategy=naive,loops,im2col");
        Set<String> all = new HashSet<>();
        for (int index = 1; index <= 3; index++) {
            Plan part = whole.shard(new ShardChoice(index, 3), Durations.unknown());
            assertEquals(1, measured(part).size());
            all.addAll(measured(part));
        }
        assertEquals(3, all.size());
        UsageException e =
                assertThrows(UsageException.class, () -> whole.shard(new ShardChoice(4, 4), Durations.unknown()));
        assertTrue(e.getMessage().contains("nothing to measure"), e.getMessage());
    }
}
