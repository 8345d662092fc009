package org.mayfly.config;

/** A setting that cannot hold. The message is a sentence for the operator: what is wrong and what to set. */
public final class SettingRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingRefused(String sentence) {
        super(sentence);
    }
}
