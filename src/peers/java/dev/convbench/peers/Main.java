package dev.convbench.peers;

import java.util.ArrayList;
import java.util.List;

/** The command line with the peers; without arguments it compares them with ours. */
public final class Main {
    private static final List<String> CONVOLUTIONS = List.of(
            "notebook:conv",
            "notebook:net",
            "vgg16:conv3_1",
            "resnet50:res2a_branch2b",
            "resnet50:res2a_branch1",
            "resnet50:conv1",
            "resnet50:res4a_branch2b",
            "resnet50:res5a_branch2b");
    private static final List<String> POOLINGS = List.of("notebook:pool", "pool:resnet50_pool1");
    private static final List<String> STRATEGIES =
            List.of("auto", "onednn", "onednn-nchw", "onnxruntime", "pytorch", "nd4j", "openblas", "netlib");

    /**
     * Who lays weights out is measured with prepared weights, beside ours with prepared weights; who does not, beside ours that lays
     * them out in each call. No peer lays them out in double. In float the two that are far behind are left out.
     */
    private static final List<String> WITHOUT = List.of(
            "ConvForward.*strategy=(onednn|onnxruntime)",
            "ConvInference.*precision=f64",
            "ConvForward.*precision=f32.*strategy=(nd4j|netlib)");

    /** Two forks, so that there is an interval, as long as 15 minutes allow. */
    private static final List<String> TIMING = List.of("-f", "2", "-wi", "3", "-w", "250ms", "-i", "4", "-r", "150ms");

    private Main() {}

    /** Runs and ends this JVM with the exit code. */
    public static void main(String[] args) {
        dev.convbench.cli.Main.main(args.length == 0 ? comparison() : args);
    }

    /** Eight convolutions and two poolings, forward, both precisions, one worker: auto and the peers. */
    private static String[] comparison() {
        List<String> run = new ArrayList<>(List.of("run"));
        WITHOUT.forEach(pattern -> run.addAll(List.of("--without", pattern)));
        run.add("bench[.](ConvForward|ConvInference|PoolForward|FmaPeak)[.]");
        run.addAll(List.of("-p", "conv=" + String.join(",", CONVOLUTIONS)));
        run.addAll(List.of("-p", "pool=" + String.join(",", POOLINGS)));
        run.addAll(List.of("-p", "precision=f64,f32", "-p", "workers=1", "-p", "kernel=chains12"));
        run.addAll(List.of("-p", "strategy=" + String.join(",", STRATEGIES)));
        run.addAll(TIMING);
        return run.toArray(String[]::new);
    }
}
