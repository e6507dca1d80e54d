using Gannet.Kernels.Matching;

namespace Gannet.Kernels.Tests.Matching;

public sealed class CrowdScreenTests
{
    [Fact]
    public void Background_that_touches_a_crowd_is_ignored_and_nothing_else_changes()
    {
        Box[] boxes = [new(0, 0, 10, 10), new(50, 50, 60, 60), new(58, 50, 68, 60), new(61, 50, 71, 60), new(52, 52, 58, 58)];
        int[] matches = [BoxMatcher.Background, BoxMatcher.Background, BoxMatcher.Background, BoxMatcher.Background, 0];
        CrowdScreen.ApplyInPlace(matches, boxes, [new(40, 40, 60, 70)]);
        Assert.Equal([BoxMatcher.Background, BoxMatcher.Ignored, BoxMatcher.Ignored, BoxMatcher.Background, 0], matches);
    }

    [Fact]
    public void Without_crowds_nothing_changes()
    {
        int[] matches = [BoxMatcher.Background];
        CrowdScreen.ApplyInPlace(matches, [new(0, 0, 1, 1)], []);
        Assert.Equal([BoxMatcher.Background], matches);
    }
}
