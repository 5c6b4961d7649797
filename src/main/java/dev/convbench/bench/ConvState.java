package dev.convbench.bench;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.NamedConv;
import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** State of the convolution benchmarks. */
@State(Scope.Thread)
public abstract class ConvState extends OperationState {
    /** A layer of the catalogue, or a descriptor. The defaults are the notebook's two layers and one of each kind. */
    @Param({
        "notebook:conv",
        "notebook:net",
        "vgg16:conv3_1",
        "resnet50:res2a_branch2b",
        "resnet50:res2a_branch1",
        "resnet50:conv1",
        "resnet50:res4a_branch2b",
        "resnet50:res5a_branch2b",
        "mobilenet_v1:dw7"
    })
    public String conv;

    private final Pass pass;

    /**
     * State of one pass.
     *
     * @param pass the pass
     */
    ConvState(Pass pass) {
        this.pass = pass;
    }

    @Override
    Trial newTrial(Strategy bound, Precision elements) {
        return ConvTrial.of(bound, shape(conv), pass, elements);
    }

    /**
     * The one shape that a parameter stands for.
     *
     * @throws IllegalArgumentException if it stands for none or for several
     */
    static ConvShape shape(String spec) {
        List<NamedConv> layers = Catalogue.convolutions(spec);
        if (layers.size() != 1) {
            throw new IllegalArgumentException("conv is '" + spec + "', which names " + layers.size()
                    + " layers, the first being " + layers.get(0).name() + ": one trial measures one layer");
        }
        return layers.get(0).shape();
    }
}
