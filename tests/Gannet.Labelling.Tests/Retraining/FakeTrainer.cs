namespace Gannet.Labelling.Tests.Retraining;

/// <summary>A program that takes the arguments of <c>gannet train</c> and pretends to train until it is told to stop.</summary>
internal static class FakeTrainer
{
    private const string Common = """
        while [ $# -gt 0 ]; do case $1 in --out) out=$2;; --data) data=$2;; --minutes) minutes=$2;; --weights) echo "$2" >"$(dirname "$0")/weights";; esac; shift; done
        mkdir -p "$out"

        """;

    private const string Trains = """
        stop() { echo checkpoint >"$out/stopped"; exit 130; }
        trap stop TERM
        echo '{"step":1,"epoch":1,"loss":2.5}' >"$out/metrics.jsonl"
        echo model >"$out/model.safetensors"
        while [ ! -e "$(dirname "$0")/finish" ]; do sleep 0.05; done
        echo '{"step":7,"epoch":1,"loss":1.25}' >>"$out/metrics.jsonl"
        echo '{"step":7,"epoch_done":1,"AP":0.5}' >>"$out/metrics.jsonl"

        """;

    private const string Fails = "echo 'something else' >&2; echo 'gannet: there is no room on the disk.' >&2; exit 1\n";

    public static string[] That(string folder, bool fails = false)
    {
        var script = Path.Combine(Directory.CreateDirectory(folder).FullName, "gannet.sh");
        File.WriteAllText(script, Common + (fails ? Fails : Trains));
        return ["/bin/sh", script];
    }

    /// <summary>Lets the trainings end by themselves.</summary>
    public static void Finish(string folder) => File.WriteAllText(Path.Combine(folder, "finish"), "");
}
