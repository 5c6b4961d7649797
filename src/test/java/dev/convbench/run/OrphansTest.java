package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrphansTest {
    @ParameterizedTest
    @CsvSource({
        "true, /usr/bin/java -cp x.jar org.openjdk.jmh.runner.ForkedMain 127.0.0.1 4711, /usr/lib/systemd/systemd",
        "true, /usr/bin/java -cp x.jar org.openjdk.jmh.runner.ForkedMain 127.0.0.1 4711, ''",
        "false, /usr/bin/java -cp x.jar org.openjdk.jmh.runner.ForkedMain 127.0.0.1 4711, /usr/bin/java",
        "false, C:\\java.exe -cp x.jar org.openjdk.jmh.runner.ForkedMain 127.0.0.1 4711, C:\\jdk\\java.exe",
        "false, /usr/bin/java -jar x.jar, /usr/lib/systemd/systemd",
        "false, '', ''"
    })
    void aForkWhoseParentIsNoJvm(boolean orphan, String commandLine, String parent) {
        assertEquals(orphan, Orphans.isOrphan(commandLine, parent));
    }
}
