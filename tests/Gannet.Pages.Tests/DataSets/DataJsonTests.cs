using System.Text.Json;
using Gannet.Pages.DataSets;

namespace Gannet.Pages.Tests.DataSets;

public sealed class DataJsonTests
{
    [Fact]
    public void Everything_can_be_read_back()
    {
        var root = Write(Reports.Full());
        Assert.Equal(32, root.GetProperty("boxes").GetInt32());
        Assert.Equal(31, root.GetProperty("perClass").GetProperty(Reports.Hostile).GetProperty("boxes").GetInt32());
        Assert.Equal(["train", "val"], root.GetProperty("nearDuplicates")[0].GetProperty("splits").EnumerateArray().Select(static e => e.GetString()));
        Assert.Equal(6, root.GetProperty("input").GetProperty("perClass")[0].GetProperty("noAnchorAt70").GetInt32());
        var doubt = root.GetProperty("doubts")[0];
        Assert.Equal(("WrongClass", .93, Reports.Hostile, "cat"), (doubt.GetProperty("kind").GetString(), doubt.GetProperty("doubt").GetDouble(),
            doubt.GetProperty("class").GetString(), doubt.GetProperty("seen").GetProperty("class").GetString()));
        Assert.Equal([60.0, 60, 30, 30], root.GetProperty("doubts")[1].GetProperty("bbox").EnumerateArray().Select(static e => e.GetDouble()));
        Assert.False(root.GetProperty("doubts")[1].TryGetProperty("annotation", out _));
    }

    [Fact]
    public void What_was_not_looked_at_is_not_there()
    {
        var root = Write(Reports.Sound() with { Similar = null });
        foreach (var name in (string[])["nearDuplicates", "input", "doubts"]) Assert.False(root.TryGetProperty(name, out _), name);
    }

    private static JsonElement Write(DataReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) DataJson.Write(json, report);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
