namespace Gannet.Detection.Tests;

/// <summary>Compares detections computed in another way with the expected ones.</summary>
internal static class SameDetections
{
    private const float PixelsApart = 0.05f;

    /// <summary>Asserts equally many detections with equal scores and boxes; ties may swap places, and the last may drop out.</summary>
    public static void Assert(IReadOnlyList<DetectedObject> expected, IReadOnlyList<DetectedObject> actual, double tolerance)
    {
        Xunit.Assert.True(expected.Count > 5);
        Xunit.Assert.Equal(expected.Count, actual.Count);
        foreach (var (e, a) in expected.Zip(actual)) Xunit.Assert.Equal(e.Score, a.Score, tolerance);
        foreach (var e in expected.Where(d => d.Score > expected[^1].Score + tolerance))
            Xunit.Assert.Contains(actual, a => a.Label == e.Label && Math.Abs(a.Score - e.Score) <= tolerance && Farthest(a.Box, e.Box) < PixelsApart);
    }

    /// <summary>The largest difference of two corners' coordinates, in pixels.</summary>
    public static float Farthest(Box a, Box b) =>
        Math.Max(Math.Max(Math.Abs(a.X1 - b.X1), Math.Abs(a.Y1 - b.Y1)), Math.Max(Math.Abs(a.X2 - b.X2), Math.Abs(a.Y2 - b.Y2)));
}
