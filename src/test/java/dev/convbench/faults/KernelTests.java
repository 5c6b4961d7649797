package dev.convbench.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The tests tagged "kernel", to the first that fails, whose name it prints: exit code 1, or 0 if all pass. What scripts/plant-faults
 * runs on each fault.
 */
final class KernelTests {
    private KernelTests() {}

    /** Remembers the first failure and lets nothing else begin. */
    private static final class FirstFailure implements TestExecutionListener {
        private final CancellationToken token;
        private final AtomicReference<String> test = new AtomicReference<>();

        FirstFailure(CancellationToken token) {
            this.token = token;
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (result.getStatus() == Status.FAILED && test.compareAndSet(null, name(identifier))) {
                token.cancel();
            }
        }

        private static String name(TestIdentifier identifier) {
            return identifier
                    .getSource()
                    .map(source -> source instanceof MethodSource method
                            ? method.getJavaClass().getSimpleName() + "." + method.getMethodName()
                            : identifier.getDisplayName())
                    .orElse(identifier.getDisplayName());
        }
    }

    public static void main(String[] args) {
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("dev.convbench"))
                .filters(TagFilter.includeTags("kernel"), TagFilter.excludeTags("nightly"))
                .configurationParameter(
                        "junit.jupiter.testclass.order.default", ClassOrderer.OrderAnnotation.class.getName())
                .build();
        CancellationToken token = CancellationToken.create();
        FirstFailure failure = new FirstFailure(token);
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(LauncherExecutionRequestBuilder.request(tests)
                        .listeners(failure, summary)
                        .cancellationToken(token)
                        .build());
        Optional<String> failed = Optional.ofNullable(failure.test.get());
        if (failed.isEmpty() && summary.getSummary().getTestsSucceededCount() == 0) {
            failed = Optional.of("no test ran");
        }
        System.out.println(failed.orElse("all pass"));
        System.exit(failed.isPresent() ? 1 : 0);
    }
}
