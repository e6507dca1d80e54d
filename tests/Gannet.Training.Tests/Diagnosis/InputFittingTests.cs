using Gannet.Datasets.Tests;
using Gannet.Training.Diagnosis;

namespace Gannet.Training.Tests.Diagnosis;

public sealed class InputFittingTests
{
    // Pictures of 200 × 200 become 127 × 127, by torchvision's arithmetic: a factor of .635. The finest anchor has a side of 12.
    [Fact]
    public void Objects_are_counted_as_the_network_sees_them()
    {
        using var detector = SmallTraining.CreateDetector(1);
        var dataset = Scene.Dataset(3, Scene.Image(1, Scene.Object(50, 50, 112, 112), Scene.Object(10, 10, 11, 90), Scene.Object(100, 10, 118, 28, 1), Scene.Object(0, 0, 99, 99) with { IsCrowd = true }));
        var fit = InputFitting.Of(detector, dataset);
        Assert.Equal(["class0", "class1"], fit.PerClass.Select(static c => c.Name));
        var (first, second) = (fit.PerClass[0], fit.PerClass[1]);
        Assert.Equal((2, 1, 0), (first.Objects, first.Lost, first.Tiny)); // .635 pixels wide
        Assert.Equal((1, 0, 1), (second.Objects, second.Lost, second.Tiny)); // 11.4 pixels
        Assert.Equal(62 * .635, first.Sides[0], .01);
        Assert.Equal((1, 1), (first.Beyond70, first.Beyond50)); // only the thin one
        Assert.Equal((3, 1), (fit.Total.Objects, fit.Total.Tiny));
        Assert.Equal(2, fit.Suggested.Count);
        Assert.Equal(1, fit.MeanIou.Suggested, .0001);
        Assert.StartsWith("--set anchors.sizes=[[", fit.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_without_objects_has_nothing_to_fit()
    {
        using var detector = SmallTraining.CreateDetector(1);
        var fit = InputFitting.Of(detector, Scene.Dataset(1, Scene.Image(1)));
        Assert.Empty(fit.PerClass);
        Assert.Empty(fit.Suggested);
        Assert.Null(fit.Advice);
    }
}
