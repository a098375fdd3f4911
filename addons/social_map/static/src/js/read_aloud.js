import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * A button that reads a part of the page aloud.
 *
 * Only with a voice that is on the visitor's own device: others send the text to a
 * third party. Without one, and without JavaScript, the button is not there at all.
 */
export class ReadAloud extends Interaction {
    static selector = ".o_map_read";
    dynamicContent = {
        _root: {
            "t-on-click": this.toggle,
            "t-att-hidden": () => !this.voice,
            "t-att-aria-pressed": () => String(this.isReading),
        },
        ".o_map_read_start": { "t-att-hidden": () => this.isReading },
        ".o_map_read_stop": { "t-att-hidden": () => !this.isReading },
    };

    setup() {
        this.isReading = false;
        this.findVoice();
    }

    start() {
        // Some browsers load their voices after the page.
        if (window.speechSynthesis?.addEventListener) {
            this.addListener(window.speechSynthesis, "voiceschanged", this.findVoice);
        }
    }

    destroy() {
        this.stop();
    }

    findVoice() {
        this.voice = this.voiceOf(this.el);
    }

    /** The language that stands nearest to a part of the page. */
    langOf(node) {
        return (node.closest?.("[lang]") || node.parentElement.closest("[lang]")).lang;
    }

    /** A voice in that language; one of its own country goes before others. */
    voiceOf(node) {
        const lang = this.langOf(node);
        const own = (window.speechSynthesis?.getVoices() || []).filter(
            (one) => one.localService && one.lang.startsWith(lang.split("-")[0])
        );
        return own.find((one) => one.lang === lang) || own[0];
    }

    /** The largest parts that are in one language each. */
    pieces(node) {
        return node.querySelector?.("[lang]")
            ? [...node.childNodes].flatMap((one) => this.pieces(one))
            : [node];
    }

    toggle() {
        if (this.isReading) {
            return this.stop();
        }
        window.speechSynthesis.cancel();
        const parts = [...document.querySelectorAll(this.el.dataset.reads)];
        for (const piece of parts.flatMap((part) => this.pieces(part))) {
            const voice = this.voiceOf(piece) || this.voice;
            const lang = this.langOf(piece);
            // Sentence by sentence: some voices stop in the middle of a long text.
            const text = piece.innerText ?? piece.data;
            for (const one of text.split(/(?<=[.!?])\s+|\n+/).filter((x) => x.trim())) {
                this.isReading = true;
                this.last = new SpeechSynthesisUtterance(one);
                this.last.voice = voice;
                this.last.lang = lang;
                window.speechSynthesis.speak(this.last);
            }
        }
        this.last?.addEventListener("end", () => this.ended());
        this.last?.addEventListener("error", () => this.ended());
    }

    ended() {
        this.isReading = false;
        this.updateContent();
    }

    stop() {
        if (this.isReading) {
            this.isReading = false;
            window.speechSynthesis.cancel();
        }
    }
}

registry.category("public.interactions").add("social_map.read_aloud", ReadAloud);
