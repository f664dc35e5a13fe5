package io.molt.policy.files;

import java.nio.ByteBuffer;

/** How a safetensors file stores a number. */
public enum Dtype {
    F32(4) {
        @Override
        void put(ByteBuffer to, float value) {
            to.putFloat(value);
        }

        @Override
        float get(ByteBuffer from) {
            return from.getFloat();
        }
    },
    BF16(2) {
        /** Rounds to nearest, ties to even; NaN stays NaN. */
        @Override
        void put(ByteBuffer to, float value) {
            int bits = Float.floatToRawIntBits(value);
            int rounded = Float.isNaN(value) ? bits | 0x400000 : bits + 0x7fff + ((bits >>> 16) & 1);
            to.putShort((short) (rounded >>> 16));
        }

        @Override
        float get(ByteBuffer from) {
            return Float.intBitsToFloat(from.getShort() << 16);
        }
    };

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one number. */
    public int bytes() {
        return bytes;
    }

    abstract void put(ByteBuffer to, float value);

    abstract float get(ByteBuffer from);
}
