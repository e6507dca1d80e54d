using Gannet.Detection.Models.Weights;

namespace Gannet.Detection.Tests.Models.Weights;

public sealed class LastBitsTests
{
    [Fact]
    public void Do_not_matter_where_the_same_objects_are_found()
    {
        using var one = SmallDetector.Create();
        using var other = SmallDetector.Create();
        Assert.False(LastBits.Matter(one, other));
    }

    [Fact]
    public void Matter_where_other_objects_are_found()
    {
        using var one = SmallDetector.Create();
        using var other = SmallDetector.Create("detections.nms_threshold=0.9", "detections.per_image=50");
        Assert.True(LastBits.Matter(one, other));
        Assert.True(LastBits.Matter(other, one));
    }
}
