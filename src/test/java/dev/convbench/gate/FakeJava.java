package dev.convbench.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder that looks like a JDK whose Java answers as JMH would: two benchmarks, with times as told. */
public final class FakeJava {
    private FakeJava() {}

    /**
     * Makes one.
     *
     * @param time nanoseconds an operation of {@code x.Fast.run}, an integer; forks vary by 1 %
     * @param bytes that it allocates an operation
     * @param body more lines of shell before the answer of a fork, with all arguments in {@code $words} and JMH's file in
     *     {@code $file}
     */
    public static Path make(Path home, int time, int bytes, String body) throws IOException {
        return make(home, time, bytes, body, "printf 'x.Fast.run\\n  param \"n\" = {1, <&>}\\n'");
    }

    /**
     * Makes one with other benchmarks.
     *
     * @param list shell that prints them as JMH does, with all arguments in {@code $*}
     */
    static Path make(Path home, int time, int bytes, String body, String list) throws IOException {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/usr/bin/env bash
                if [[ " $* " == *" -lp "* ]]; then
                    echo 'Benchmarks: '
                    %s
                    exit 0
                fi
                words=$*
                while (($# > 1)); do
                    [[ $1 == -rff ]] && file=$2
                    [[ $1 == -p ]] && n=${2#n=}
                    shift
                done
                time=%d
                [[ $n == 1 ]] || time=1000000
                %s
                score=$((time + RANDOM %% (time / 100)))
                cat > "$file" << JSON
                [{"jmhVersion":"1.37","benchmark":"x.Fast.run","mode":"avgt","threads":1,"forks":1,"jvm":"","jvmArgs":[],
                "jdkVersion":"17","vmName":"x","vmVersion":"x","warmupIterations":1,"warmupTime":"1 ms","warmupBatchSize":1,
                "measurementIterations":1,"measurementTime":"1 ms","measurementBatchSize":1,"params":{"n":"$n"},
                "primaryMetric":{"score":$score,"scoreError":"NaN","scoreConfidence":["NaN","NaN"],
                "scorePercentiles":{"0.0":$score},"scoreUnit":"ns/op","rawData":[[$score]]},
                "secondaryMetrics":{"gc.alloc.rate.norm":{"score":%d,"scoreError":"NaN","scoreConfidence":["NaN","NaN"],
                "scorePercentiles":{"0.0":%d},"scoreUnit":"B/op","rawData":[[%d]]}}}]
                JSON
                """.formatted(list, time, body, bytes, bytes, bytes));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }
}
