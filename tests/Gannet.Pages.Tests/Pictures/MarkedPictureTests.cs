using Gannet.Pages.Pictures;

namespace Gannet.Pages.Tests.Pictures;

public sealed class MarkedPictureTests
{
    private static readonly EmbeddedPicture s_picture = new("data:,", 100, 50);

    [Fact]
    public void Boxes_of_a_look_are_one_path_and_texts_stay_inside()
    {
        PictureMark[] marks = [new(new Box(0, 0, 10, 20), MarkLook.Right), new(new Box(5, 5, 7.25f, 9), MarkLook.Right), new(new Box(90, 0, 99, 50), MarkLook.Absent, "<1>")];
        var svg = MarkedPicture.Render(s_picture, "p", marks, "a & b").ToString();
        Assert.Contains("class=\"right\" d=\"M0 0h10v20h-10zM5 5h2.3v4h-2.3z\"", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"absent\"", svg, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"a &amp; b\"", svg, StringComparison.Ordinal);
        Assert.Contains("x=\"90\" y=\"49.2\">&lt;1&gt;</text>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pixels_are_in_the_page_once()
    {
        Assert.Contains("<image id=\"p\" href=\"data:,\"", MarkedPicture.Render(s_picture, "p", [], "").ToString(), StringComparison.Ordinal);
        var again = MarkedPicture.RenderAgain(s_picture, "p", [], "").ToString();
        Assert.Contains("<use href=\"#p\"/>", again, StringComparison.Ordinal);
        Assert.DoesNotContain("data:", again, StringComparison.Ordinal);
    }
}
