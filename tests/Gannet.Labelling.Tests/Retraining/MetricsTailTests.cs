using Gannet.Labelling.Retraining;

namespace Gannet.Labelling.Tests.Retraining;

public class MetricsTailTests
{
    [Fact]
    public void The_last_whole_lines_count()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("metrics.jsonl");
        Assert.Equal((0, null, null), MetricsTail.Read(file));
        var many = string.Concat(Enumerable.Range(1, 3000).Select(static k => FormattableString.Invariant($"{{\"step\":{k},\"loss\":2.5}}\n")));
        File.WriteAllText(file, many + """{"step":3000,"epoch_done":1,"AP":0.25,"AP_by_class":null}""" + "\n[1]\n{\"step\":3001,\"lo");
        Assert.Equal((3000, 2.5, 0.25), MetricsTail.Read(file));
    }
}
