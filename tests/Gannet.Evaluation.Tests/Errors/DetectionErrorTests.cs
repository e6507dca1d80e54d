using Gannet.Datasets.Tests;
using Gannet.Evaluation.Errors;

namespace Gannet.Evaluation.Tests.Errors;

public sealed class DetectionErrorTests
{
    // The object is 100 × 100; a detection of the same left half has IoU .5, of a tenth .1.
    [Theory]
    [InlineData(0, 100, 40, "Loc", .4)]
    [InlineData(0, 100, 10, "Loc", .1)]
    [InlineData(1, 100, 100, "Cls", 1)]
    [InlineData(1, 100, 50, "Cls", .5)]
    [InlineData(1, 100, 40, "Both", .4)]
    [InlineData(1, 100, 10, "Bkg", 0)]
    [InlineData(0, 100, 9, "Bkg", 0)]
    public void A_wrong_detection_is_named_by_its_overlaps(int label, float width, float height, string type, double iou)
    {
        var errors = DetectionError.Find(Made.Matches([Scene.Object(0, 0, 100, 100)], Made.Found(.9f, 0, 0, width, height, label)));
        Assert.Equal(type, errors[0].Type.ShortName());
        Assert.Equal(iou, errors[0].Iou, 1e-12);
        Assert.Equal(type is "Cls" or "Loc" ? 0 : 1, errors.Count(static e => e.Type == ErrorType.Missed));
    }

    [Fact]
    public void At_half_an_overlap_the_object_is_found() =>
        Assert.Empty(DetectionError.Find(Made.Matches([Scene.Object(0, 0, 100, 100)], Made.Found(.9f, 0, 0, 100, 50))));

    [Fact]
    public void The_second_detection_of_an_object_is_a_duplicate()
    {
        var error = Assert.Single(DetectionError.Find(
            Made.Matches([Scene.Object(0, 0, 100, 100)], Made.Found(.8f, 0, 0, 100, 100), Made.Found(.9f, 0, 0, 100, 90))));
        Assert.Equal((ErrorType.Duplicate, 1, 0), (error.Type, error.Detection, error.Truth));
    }

    [Fact]
    public void A_box_that_is_off_is_named_before_a_wrong_class()
    {
        // Loc with the object of its class (IoU .4), although it lies exactly on one of another.
        var errors = DetectionError.Find(Made.Matches([Scene.Object(0, 0, 100, 100), Scene.Object(0, 0, 100, 40, label: 1)], Made.Found(.9f, 0, 0, 100, 40)));
        Assert.Equal([ErrorType.Localization, ErrorType.Missed], errors.Select(static e => e.Type));
    }

    [Fact]
    public void What_lies_in_a_crowd_is_no_mistake_and_a_crowd_is_never_missed()
    {
        var crowd = Scene.Object(0, 0, 100, 100) with { IsCrowd = true };
        Assert.Empty(DetectionError.Find(Made.Matches([crowd], Made.Found(.9f, 10, 10, 30, 30), Made.Found(.8f, 12, 10, 30, 30))));
    }
}
