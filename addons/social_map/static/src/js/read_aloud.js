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
        this.voice = null;
        this.isReading = false;
        if (window.speechSynthesis) {
            this.findVoice();
        }
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

    get language() {
        return document.documentElement.lang.split("-")[0];
    }

    findVoice() {
        this.voice = window.speechSynthesis
            .getVoices()
            .find((voice) => voice.localService && voice.lang.startsWith(this.language));
    }

    toggle() {
        if (this.isReading) {
            return this.stop();
        }
        // Sentence by sentence: some voices stop in the middle of a long text.
        const parts = [...document.querySelectorAll(this.el.dataset.reads)];
        const sentences = parts.flatMap((part) =>
            part.innerText.split(/(?<=[.!?])\s+|\n+/).filter((one) => one.trim())
        );
        if (!sentences.length) {
            return;
        }
        window.speechSynthesis.cancel();
        this.isReading = true;
        for (const sentence of sentences) {
            this.last = new SpeechSynthesisUtterance(sentence);
            this.last.voice = this.voice;
            this.last.lang = this.voice.lang;
            window.speechSynthesis.speak(this.last);
        }
        this.last.addEventListener("end", () => this.ended());
        this.last.addEventListener("error", () => this.ended());
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
