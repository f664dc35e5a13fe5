package io.molt.policy.decode;

import io.molt.policy.model.PolicyConfig;

/** Rotary positions (Su et al. 2021, arXiv 2104.09864), half-split as Hugging Face does it. */
final class Rotary {

    private final int half;
    private final float[] cos;
    private final float[] sin;

    Rotary(PolicyConfig config) {
        half = config.attention().headDim() / 2;
        cos = new float[config.contextLength() * half];
        sin = new float[cos.length];
        for (int position = 0; position < config.contextLength(); position++) {
            for (int j = 0; j < half; j++) {
                double angle = position
                        / StrictMath.pow(
                                config.attention().ropeTheta(),
                                2.0 * j / config.attention().headDim());
                cos[position * half + j] = (float) StrictMath.cos(angle);
                sin[position * half + j] = (float) StrictMath.sin(angle);
            }
        }
    }

    /** Turns one head, in place. */
    void turn(float[] x, int at, int position) {
        for (int j = 0; j < half; j++) {
            float c = cos[position * half + j];
            float s = sin[position * half + j];
            float low = x[at + j];
            float high = x[at + half + j];
            x[at + j] = low * c - high * s;
            x[at + half + j] = high * c + low * s;
        }
    }
}
