package dev.convbench.shapes;

import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;

/**
 * Reads shapes from one line of text in the notation of benchdnn, for example {@code mb100ic3ih31oc25kh3sh2ph1} or {@code
 * max_ic3ih32kh2sh2}.
 *
 * <ul>
 *   <li>Fields: {@code g mb ic ih iw oc oh ow kh kw sh sw ph pw pb pr dh dw} in any order, each once, with an optional
 *       {@code _} between two. A pooling has no {@code g} and no {@code oc}; it may start with {@code max_}, {@code avg_p_}
 *       or {@code avg_np_} (without it: max) and may carry {@code cm1} (ceil mode).
 *   <li>Needed: {@code ic ih kh}, and {@code oc} for a convolution. A missing width is the height; missing {@code g}, {@code
 *       mb} and strides are 1; missing paddings and dilations 0.
 *   <li>{@code dh0} is dense here, as in benchdnn; {@link ConvShape#dh} says 1 for the same thing.
 *   <li>{@code ph} pads top and bottom, {@code pw} left and right; {@code pb} and {@code pr} override bottom and right.
 *   <li>{@code oh} and {@code ow}, where written, must be what the other fields give.
 * </ul>
 *
 * <p>Every error is an {@link IllegalArgumentException} whose message is one sentence with the text, the position (counted
 * from 1), the field and the reason. {@code toString()} of a shape is read back to an equal shape.
 */
public final class Descriptors {
    private static final String[] WINDOW_FIELDS = {
        "mb", "ic", "ih", "iw", "oh", "ow", "kh", "kw", "sh", "sw", "ph", "pw", "pb", "pr", "dh", "dw"
    };

    private static final String[] CONV_FIELDS = with("g", "oc");
    private static final String[] POOL_FIELDS = with("cm");
    private static final String[] NORM_FIELDS = {"mb", "ic", "ih", "iw"};

    private Descriptors() {}

    private static String[] with(String... more) {
        String[] fields = java.util.Arrays.copyOf(WINDOW_FIELDS, WINDOW_FIELDS.length + more.length);
        System.arraycopy(more, 0, fields, WINDOW_FIELDS.length, more.length);
        return fields;
    }

    /**
     * The convolution that a descriptor describes.
     *
     * @throws IllegalArgumentException with the text, the position, the field and what is wrong with it
     */
    public static ConvShape convolution(String text) {
        DescriptorFields fields = new DescriptorFields("convolution", text, 0, CONV_FIELDS);
        int ih = fields.required("ih");
        int kh = fields.required("kh");
        int sh = fields.get("sh", 1);
        int dh = fields.dilation("dh", 1);
        int ph = fields.get("ph", 0);
        int pw = fields.get("pw", ph);
        int ic = fields.required("ic");
        int oc = fields.required("oc");
        ConvShape shape = fields.build(() -> ConvShape.builder()
                .input(fields.get("mb", 1), ic, ih, fields.get("iw", ih))
                .groups(fields.get("g", 1))
                .filters(oc, kh, fields.get("kw", kh))
                .stride(sh, fields.get("sw", sh))
                .dilation(dh, fields.dilation("dw", dh))
                .pad(ph, pw, fields.get("pb", ph), fields.get("pr", pw))
                .build());
        fields.check("oh", shape.oh());
        fields.check("ow", shape.ow());
        return shape;
    }

    /**
     * The pooling that a descriptor describes.
     *
     * @throws IllegalArgumentException with the text, the position, the field and what is wrong with it
     */
    public static PoolShape pooling(String text) {
        PoolKind kind = PoolKind.MAX;
        int start = 0;
        for (PoolKind candidate : PoolKind.values()) {
            String prefix = candidate.text() + "_";
            if (text != null && text.startsWith(prefix)) {
                kind = candidate;
                start = prefix.length();
            }
        }
        PoolKind found = kind;
        DescriptorFields fields = new DescriptorFields("pooling", text, start, POOL_FIELDS);
        int ih = fields.required("ih");
        int kh = fields.required("kh");
        int sh = fields.get("sh", 1);
        int dh = fields.dilation("dh", 1);
        int ph = fields.get("ph", 0);
        int pw = fields.get("pw", ph);
        int ic = fields.required("ic");
        int cm = fields.get("cm", 0);
        if (cm > 1) {
            throw fields.wrong("cm", "is " + cm + ", must be 0 (round the output size down) or 1 (round it up)");
        }
        PoolShape shape = fields.build(() -> PoolShape.builder()
                .kind(found)
                .input(fields.get("mb", 1), ic, ih, fields.get("iw", ih))
                .window(kh, fields.get("kw", kh))
                .stride(sh, fields.get("sw", sh))
                .dilation(dh, fields.dilation("dw", dh))
                .pad(ph, pw, fields.get("pb", ph), fields.get("pr", pw))
                .ceilMode(cm == 1)
                .build());
        fields.check("oh", shape.oh());
        fields.check("ow", shape.ow());
        return shape;
    }

    /**
     * The batch normalisation that a descriptor describes: {@code mb ic ih iw}, of which {@code ic} and {@code ih} are needed.
     *
     * @throws IllegalArgumentException with the text, the position, the field and what is wrong with it
     */
    public static BatchNormShape batchNorm(String text) {
        DescriptorFields fields = new DescriptorFields("batch normalisation", text, 0, NORM_FIELDS);
        int ih = fields.required("ih");
        int ic = fields.required("ic");
        return fields.build(() -> new BatchNormShape(fields.get("mb", 1), ic, ih, fields.get("iw", ih)));
    }

    /** Whether a text starts like a descriptor: with a pooling prefix, or with a field and a digit. */
    static boolean looksLikeDescriptor(String text) {
        return text.matches("(max_|avg_p_|avg_np_).*")
                || text.matches("(" + String.join("|", with("g", "oc", "cm")) + ")\\d.*");
    }
}
