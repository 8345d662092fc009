package org.mayfly.admin.words;

import org.mayfly.messaging.refusal.Refusal;

/** Tells the person at the page what came of what they did. */
public interface Notes {

    /** It was done. */
    void done(String key, Object... values);

    /** It was not done, because of one field; the field is marked and what was typed stays. */
    void wrong(String field, String key, Object... values);

    /** It was refused; blamed on the field where there is one to blame. */
    void refused(String field, Refusal refusal);
}
