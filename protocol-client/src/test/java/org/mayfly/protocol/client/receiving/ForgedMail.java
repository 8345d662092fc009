package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.SecretBytes;

import static org.mayfly.protocol.client.support.Outcomes.failed;

/** Two people who have pinned each other, and what is put together by hand in alice's name for bob. */
abstract class ForgedMail {

    final CryptoProvider provider;
    final Party alice;
    final Party bob;

    ForgedMail(CryptoProvider provider) {
        this.provider = provider;
        var couple = Party.couple(provider);
        this.alice = couple.get(0);
        this.bob = couple.get(1);
    }

    final Forgery forgery() {
        return new Forgery(provider, alice, bob);
    }

    final void refused(Forgery forgery, Check check) {
        failed(bob.judge(forgery.build(), Party.NOW), check);
    }

    static SecretBytes payload(SealedContext context) {
        return PayloadCodec.encode(context, new MessageContent.Text("text"));
    }
}
