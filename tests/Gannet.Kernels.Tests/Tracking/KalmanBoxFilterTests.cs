using System.Text.Json;
using Gannet.Kernels.Tracking;

namespace Gannet.Kernels.Tests.Tracking;

public sealed class KalmanBoxFilterTests
{
    // Made by tests/oracle/kalman.py with seven-dimensional matrices. Boxes are stored as floats, so they agree to a float's rounding.
    [Fact]
    public void Equals_the_seven_dimensional_filter()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Repository.Fixture("tracking/kalman.json")));
        foreach (var sequence in cases.RootElement.EnumerateArray())
        {
            var filter = new KalmanBoxFilter(BoxOf(sequence.GetProperty("first")));
            foreach (var step in sequence.GetProperty("steps").EnumerateArray())
            {
                filter.Predict();
                Near(step.GetProperty("predicted"), filter.Box);
                if (step.GetProperty("measured") is { ValueKind: JsonValueKind.Array } measured) filter.Correct(BoxOf(measured));
                Near(step.GetProperty("corrected"), filter.Box);
                double[] velocity = [.. step.GetProperty("velocity").EnumerateArray().Select(static v => v.GetDouble())];
                Assert.Equal(velocity[0], filter.Velocity.X, 1e-3);
                Assert.Equal(velocity[1], filter.Velocity.Y, 1e-3);
                Assert.Equal(velocity[2], filter.Growth, 1e-2); // square pixels: the measured area is computed from floats
            }
        }
    }

    // By hand: after one step the variance of x is 10 + 10000 + 1 and the measured one 1, so the gain is 10011 / 10012.
    [Fact]
    public void The_first_measurement_is_believed_almost_wholly()
    {
        var filter = new KalmanBoxFilter(new(0, 0, 10, 10));
        filter.Predict();
        filter.Correct(new(8, 0, 18, 10));
        Assert.Equal(5 + 8 * 10011.0 / 10012, (filter.Box.X1 + filter.Box.X2) / 2, 1e-5);
        Assert.Equal(8 * 10000.0 / 10012, filter.Velocity.X, 1e-9);
    }

    [Fact]
    public void A_box_without_area_is_refused()
    {
        Assert.Throws<ArgumentException>(static () => new KalmanBoxFilter(new(3, 3, 3, 9)));
        Assert.Throws<ArgumentException>(static () => new KalmanBoxFilter(new(0, 0, 1, 1)).Correct(new(0, 0, float.NaN, 1)));
    }

    private static Box BoxOf(JsonElement corners) => corners.EnumerateArray().Select(static v => v.GetSingle()).ToArray() is [var x1, var y1, var x2, var y2]
        ? new(x1, y1, x2, y2) : throw new InvalidDataException("four corners");

    private static void Near(JsonElement expected, Box actual)
    {
        var box = BoxOf(expected);
        Assert.Equal(box.X1, actual.X1, 2e-3);
        Assert.Equal(box.Y1, actual.Y1, 2e-3);
        Assert.Equal(box.X2, actual.X2, 2e-3);
        Assert.Equal(box.Y2, actual.Y2, 2e-3);
    }
}
