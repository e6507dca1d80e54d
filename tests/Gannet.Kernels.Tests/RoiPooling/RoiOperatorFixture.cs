using System.Text.Json;
using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>Results of torchvision's RoI operators, made by <c>tests/oracle/roi_operators.py</c> and <c>region_pooling.py</c>.</summary>
internal static class RoiOperatorFixture
{
    public static PlacedRegion[] Regions { get; } =
        [.. Root.GetProperty("boxes").EnumerateArray().Select(static row => row.EnumerateArray().Select(static v => v.GetSingle()).ToArray())
            .Select(static b => new PlacedRegion((int)b[0], 0, new(b[1], b[2], b[3], b[4])))];

    private static JsonElement Root => Read("roi-operators.json");

    public static IEnumerable<RoiOperatorCase> Cases(string name, string file = "roi-operators.json") => Read(file).GetProperty("cases").EnumerateArray()
        .Where(c => c.GetProperty("operator").GetString() == name)
        .Select(static c => c.Deserialize<RoiOperatorCase>(JsonSerializerOptions.Web)!);

    /// <summary>The formula for features and gradients, in row-major order.</summary>
    public static float Value(int index) => index * 37 % 101 / 32f - 1.5f;

    /// <summary>The formula for an <c>[N, C, H, W]</c> array, stored as <c>[N, H, W, C]</c>.</summary>
    public static float[] ChannelsLast(int images, int channels, int cells)
    {
        var result = new float[images * channels * cells];
        for (var k = 0; k < result.Length; k++) result[(k / (channels * cells) * cells + k % cells) * channels + k / cells % channels] = Value(k);
        return result;
    }

    /// <summary>Compares <c>[N, C, cells]</c> with <c>[N, cells, C]</c>, or with the same order.</summary>
    public static void AssertClose(float[] expected, float[] actual, int channels, int cells, bool channelsLast, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            var at = channelsLast ? (k / (channels * cells) * cells + k % cells) * channels + k / cells % channels : k;
            Assert.True(Math.Abs(expected[k] - actual[at]) <= tolerance, $"{k}/{expected.Length} channels {channels} cells {cells}: {expected[k]} {actual[at]}");
        }
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Repository.Fixture(file))).RootElement;
}
