using Gannet.Detection.Engines;
using Gannet.Training.Recipes;

namespace Gannet.Training.Tests.Recipes;

public sealed class PrecisionTimingTests
{
    [Theory]
    [InlineData(5.2, 6.5, Precision.Float32, "precision: fp32 (a step takes 5.2 s in fp32, 6.5 s in bf16)")]
    [InlineData(4.57, 3.19, Precision.BFloat16, "precision: bf16 (a step takes 3.19 s in bf16, 4.57 s in fp32)")]
    [InlineData(2, 2, Precision.Float32, "precision: fp32 (a step takes 2 s in fp32, 2 s in bf16)")]
    public void The_faster_one_is_taken_and_both_times_are_named(double full, double half, Precision expected, string words)
    {
        var timing = Of(full, half, hasBFloat16: true);
        Assert.Equal((expected, Math.Min(full, half), words), (timing.Precision, timing.Pace.Seconds, timing.Choice.ToString()));
    }

    [Fact]
    public void Bf16_is_not_tried_where_there_is_none() =>
        Assert.Equal("precision: fp32 (this machine has no bf16)", Of(3, double.NaN, hasBFloat16: false).Choice.ToString());

    private static PrecisionTiming Of(double full, double half, bool hasBFloat16) => PrecisionTiming.Of(new(), new(), new()
    {
        Minutes = 30,
        HasBFloat16 = hasBFloat16,
        TimeStep = (_, training) => training.Precision == Precision.Float32 ? new(full, 70)
            : hasBFloat16 ? new(half, 70) : throw new InvalidOperationException("timed bf16"),
    });
}
