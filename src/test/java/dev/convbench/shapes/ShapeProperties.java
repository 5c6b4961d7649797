package dev.convbench.shapes;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The properties on which kernels break, as predicates: what edge lists and random shapes must cover. */
final class ShapeProperties {
    /** Lane counts of vectors, −1, 0 and +1. */
    static final int[] LANES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17};

    private static final Set<Integer> PRIMES = Set.of(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31);

    private ShapeProperties() {}

    static Map<String, Predicate<ConvShape>> convolutions() {
        Map<String, Predicate<ConvShape>> p = new LinkedHashMap<>();
        p.put("every dimension 1", s -> s.xLength() == 1 && s.wLength() == 1 && s.yLength() == 1);
        p.put("mb 1", s -> s.mb() == 1 && s.yLength() > 1);
        p.put("ic 1", s -> s.ic() == 1 && s.yLength() > 1);
        p.put("oc 1", s -> s.oc() == 1 && s.yLength() > 1);
        p.put("ih 1", s -> s.ih() == 1 && s.yLength() > 1);
        p.put("iw 1", s -> s.iw() == 1 && s.yLength() > 1);
        p.put("kh 1", s -> s.kh() == 1 && s.kw() > 1);
        p.put("kw 1", s -> s.kw() == 1 && s.kh() > 1);
        p.put("oh 1", s -> s.oh() == 1 && s.ow() > 1);
        p.put("ow 1", s -> s.ow() == 1 && s.oh() > 1);
        p.put("stride > kernel", s -> s.sh() > s.kh() && s.sw() > s.kw());
        p.put("stride > 3x3 kernel", s -> s.sh() > s.kh() && s.sw() > s.kw() && s.kh() > 2 && s.kw() > 2);
        p.put("padding >= kernel", s -> s.padTop() >= s.kh() && s.padLeft() >= s.kw());
        p.put("padding >= kernel, end", s -> s.padBottom() >= s.kh() && s.padRight() >= s.kw());
        p.put("kernel > input", s -> s.kh() > s.ih() && s.kw() > s.iw());
        p.put("1x1", s -> s.kh() * s.kw() == 1 && s.sh() * s.sw() == 1 && s.yLength() > 1);
        p.put("1x1, strided", s -> s.kh() * s.kw() == 1 && s.sh() > 1 && s.sw() > 1);
        p.put("1x1, padded", s -> s.kh() * s.kw() == 1 && s.padTop() > 0);
        p.put("depthwise", s -> s.isDepthwise() && s.kh() > 1);
        p.put("depthwise, multiplier", s -> s.g() > 1 && s.g() == s.ic() && s.ocPerGroup() > 1);
        p.put("groups", s -> s.g() > 1 && s.icPerGroup() > 1 && s.ocPerGroup() > 1);
        p.put("dilation", s -> s.dh() > 1 && s.dw() > 1 && s.kh() > 1 && s.kw() > 1);
        p.put("dilation, rectangular", s -> s.dh() != s.dw());
        p.put("dilation and stride", s -> s.dh() > 1 && s.sh() > 1 && s.kh() > 1);
        p.put("asymmetric", s -> s.padTop() != s.padBottom() && s.padLeft() != s.padRight());
        p.put("rectangular input", s -> s.ih() != s.iw());
        p.put("rectangular kernel", s -> s.kh() != s.kw());
        p.put("rectangular stride", s -> s.sh() != s.sw());
        p.put("rectangular padding", s -> s.padTop() != s.padLeft());
        p.put("primes", s -> PRIMES.contains(s.ic()) && PRIMES.contains(s.oc()) && PRIMES.contains(s.ih()));
        p.put("last row and column never visited", ShapeProperties::lastUnvisited);
        p.put("stride 2", s -> s.sh() == 2 && s.sw() == 2 && s.kh() > 1);
        return p;
    }

    private static boolean lastUnvisited(ConvShape s) {
        return s.ih() > reach(s.oh(), s.sh(), s.padTop(), s.kh(), s.dh())
                && s.iw() > reach(s.ow(), s.sw(), s.padLeft(), s.kw(), s.dw());
    }

    private static boolean lastUnvisited(PoolShape s) {
        return s.ih() > reach(s.oh(), s.sh(), s.padTop(), s.kh(), s.dh())
                && s.iw() > reach(s.ow(), s.sw(), s.padLeft(), s.kw(), s.dw());
    }

    /** One more than the last input row or column that the last output reads. */
    private static int reach(int out, int stride, int pad, int kernel, int dilation) {
        return (out - 1) * stride - pad + dilation * (kernel - 1) + 1;
    }

    static Map<String, Predicate<PoolShape>> poolings() {
        Map<String, Predicate<PoolShape>> p = new LinkedHashMap<>();
        for (PoolKind kind : PoolKind.values()) {
            p.put(kind.text(), s -> s.kind() == kind && s.windowCells() > 1);
            p.put(kind.text() + ", padded", s -> s.kind() == kind && s.padTop() > 0 && s.padRight() > 0);
            p.put(kind.text() + ", ceil", s -> s.kind() == kind && s.ceilMode() && beyond(s));
        }
        p.put("every dimension 1", s -> s.xLength() == 1 && s.windowCells() == 1 && s.yLength() == 1);
        p.put("mb 1", s -> s.mb() == 1 && s.yLength() > 1);
        p.put("c 1", s -> s.c() == 1 && s.yLength() > 1);
        p.put("ih 1", s -> s.ih() == 1 && s.iw() > 1);
        p.put("iw 1", s -> s.iw() == 1 && s.ih() > 1);
        p.put("global", s -> s.kh() == s.ih() && s.kw() == s.iw() && s.yLength() == s.mb() * s.c());
        p.put("windows tile", s -> s.kh() == s.sh() && s.kw() == s.sw() && s.kh() > 1 && s.kw() > 1);
        p.put("overlapping", s -> s.kh() > s.sh() && s.kw() > s.sw());
        p.put("stride > kernel", s -> s.sh() > s.kh() && s.sw() > s.kw());
        p.put("padding >= kernel", s -> s.padTop() >= s.kh() && s.padLeft() >= s.kw());
        p.put("window > input", s -> s.kh() > s.ih() && s.kw() > s.iw());
        p.put("1x1", s -> s.windowCells() == 1 && s.yLength() > 1);
        p.put("dilation", s -> s.dh() > 1 && s.dw() > 1 && s.kh() > 1 && s.kw() > 1);
        p.put("asymmetric", s -> s.padTop() != s.padBottom() && s.padLeft() != s.padRight());
        p.put("rectangular", s -> s.kh() != s.kw() && s.ih() != s.iw() && s.sh() != s.sw());
        p.put("primes", s -> PRIMES.contains(s.c()) && PRIMES.contains(s.ih()) && PRIMES.contains(s.iw()));
        p.put("last row and column never visited", ShapeProperties::lastUnvisited);
        return p;
    }

    /** Whether the last window reaches beyond the padded input, as only ceil mode has it. */
    private static boolean beyond(PoolShape s) {
        return s.ih() + s.padBottom() < reach(s.oh(), s.sh(), s.padTop(), s.kh(), s.dh());
    }
}
