using Gannet.Datasets.Checking;
using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Tests.Checking;

// The fixtures are stored as 23x17 pixels; orientation 6 makes them 17x23.
public class StatedSizeTests
{
    [Theory]
    [InlineData("rgb.jpg", 23, 17, "")]
    [InlineData("rgb.jpg", 0, 0, "")]
    [InlineData("rgb.jpg", 46, 34, "the annotations state 46x34, the picture is 23x17")]
    [InlineData("orientation-6.jpg", 17, 23, "")]
    [InlineData("orientation-6.jpg", 23, 17, "")] // its labels are turned upright
    [InlineData("orientation-3.jpg", 17, 23, "the annotations state 17x23, the picture is 23x17")]
    public void Boxes_belong_to_a_picture_of_the_stated_size(string name, int width, int height, string what)
    {
        var fault = StatedSize.Fault(Image(name, width, height), ImageHeader.Read(Repository.Fixture($"pictures/{name}")), leftOut: true);
        Assert.Equal(what.Length > 0, fault is not null);
        if (fault is null) return;
        Assert.Equal((DataProblemKind.SizeMismatch, true), (fault.Kind, fault.LeftOut));
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
        Assert.EndsWith(name, fault.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb.jpg", false)]
    [InlineData("orientation-3.jpg", true)]
    [InlineData("orientation-6.jpg", false)]
    public void What_no_size_tells_is_said(string name, bool isDoubtful)
    {
        var header = ImageHeader.Read(Repository.Fixture($"pictures/{name}"));
        var picture = Image(name, header.Width, header.Height);
        var problems = ImageCheck.FindProblems(Scene.Dataset(1, picture));
        Assert.Equal(isDoubtful ? [DataProblemKind.TurnedPicture] : [], problems.Select(static p => p.Kind));

        // Without boxes there is nothing to get wrong.
        Assert.Empty(ImageCheck.FindProblems(Scene.Dataset(1, picture with { Annotations = [] })));
    }

    private static AnnotatedImage Image(string name, int width, int height) => new()
    {
        FileName = name,
        Path = Repository.Fixture($"pictures/{name}"),
        Id = 1,
        Width = width,
        Height = height,
        Annotations = [Scene.Object(1, 1, 9, 9)],
    };
}
