package dev.convbench.peers.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Models of one node in the format of ONNX: protocol buffers, of which only the few fields of such a model are written here. Numbers
 * of fields: onnx.proto, IR version 8, operator set 13.
 */
final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    /** ONNX's number of float. */
    static final int FLOAT = 1;
    /** ONNX's number of double. */
    static final int DOUBLE = 11;

    private final ByteArrayOutputStream node = new ByteArrayOutputStream();
    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
    private final int type;

    /**
     * Begins a model.
     *
     * @param operator for example {@code Conv}
     * @param type of all tensors
     */
    OnnxModel(String operator, int type) {
        this.type = type;
        text(node, 4, operator);
        text(graph, 2, operator);
    }

    /** An input that comes with each call. */
    OnnxModel input(String name, long... dims) {
        text(node, 1, name);
        bytes(graph, 11, valueInfo(name, dims));
        return this;
    }

    /** An input that is part of the model. */
    OnnxModel constant(String name, ByteBuffer values, long... dims) {
        text(node, 1, name);
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        for (long dim : dims) {
            number(tensor, 1, dim);
        }
        number(tensor, 2, type);
        text(tensor, 8, name);
        byte[] raw = new byte[values.remaining()];
        values.duplicate().get(raw);
        bytes(tensor, 9, raw);
        bytes(graph, 5, tensor.toByteArray());
        return this;
    }

    /** The output. */
    OnnxModel output(String name, long... dims) {
        text(node, 2, name);
        bytes(graph, 12, valueInfo(name, dims));
        return this;
    }

    /** An attribute of several whole numbers. */
    OnnxModel attribute(String name, long... values) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        text(attribute, 1, name);
        for (long value : values) {
            number(attribute, 8, value);
        }
        number(attribute, 20, ATTRIBUTE_INTS);
        bytes(node, 5, attribute.toByteArray());
        return this;
    }

    /** An attribute of one whole number. */
    OnnxModel single(String name, long value) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        text(attribute, 1, name);
        number(attribute, 3, value);
        number(attribute, 20, ATTRIBUTE_INT);
        bytes(node, 5, attribute.toByteArray());
        return this;
    }

    /** The model's bytes. */
    byte[] build() {
        bytes(graph, 1, node.toByteArray());
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, IR_VERSION);
        bytes(model, 7, graph.toByteArray());
        ByteArrayOutputStream operators = new ByteArrayOutputStream();
        number(operators, 2, OPERATOR_SET);
        bytes(model, 8, operators.toByteArray());
        return model.toByteArray();
    }

    private byte[] valueInfo(String name, long... dims) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (long dim : dims) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            number(one, 1, dim);
            bytes(shape, 1, one.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, type);
        bytes(tensor, 2, shape.toByteArray());
        ByteArrayOutputStream kind = new ByteArrayOutputStream();
        bytes(kind, 1, tensor.toByteArray());
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        text(info, 1, name);
        bytes(info, 2, kind.toByteArray());
        return info.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    private static void text(ByteArrayOutputStream out, int field, String value) {
        bytes(out, field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, (long) field << 3 | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
