package dev.convbench.peers;

import java.util.List;

/** The command line with the peers; without arguments it compares them with ours. */
public final class Main {
    /** What a first look at everything takes. */
    private static final String SECONDS = "840";

    private Main() {}

    /** Runs and ends this JVM with the exit code. */
    public static void main(String[] args) {
        dev.convbench.cli.Main.main(args.length == 0 ? comparison() : args);
    }

    /**
     * Eight convolutions and two poolings, forward, both precisions, one worker: auto and every peer. Who lays weights out is measured
     * with prepared weights, beside ours with prepared weights; who does not, beside ours that lays them out in each call.
     */
    private static String[] comparison() {
        return new String[] {
            "run",
            "--budget",
            SECONDS,
            "--without",
            "ConvForward.*strategy=(onednn|onnxruntime)",
            "--without",
            "ConvInference.*precision=f64",
            "bench[.](ConvForward|ConvInference|PoolForward|FmaPeak)[.]",
            "-p",
            "conv="
                    + String.join(
                            ",",
                            List.of(
                                    "notebook:conv",
                                    "notebook:net",
                                    "vgg16:conv3_1",
                                    "resnet50:res2a_branch2b",
                                    "resnet50:res2a_branch1",
                                    "resnet50:conv1",
                                    "resnet50:res4a_branch2b",
                                    "resnet50:res5a_branch2b")),
            "-p",
            "pool=notebook:pool,pool:resnet50_pool1",
            "-p",
            "precision=f64,f32",
            "-p",
            "workers=1",
            "-p",
            "strategy=auto,onednn,onednn-nchw,onnxruntime,pytorch,nd4j,openblas,netlib"
        };
    }
}
