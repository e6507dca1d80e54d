using Gannet.Cli.Input;

namespace Gannet.Cli.Tests.Input;

public sealed class UniqueNamesTests
{
    [Theory]
    [InlineData("a.png,b.png", "a.png,b.png")]
    [InlineData("a/1.jpg,a/1.jpg,a/1.jpg", "a/1.jpg,a/1-2.jpg,a/1-3.jpg")]
    [InlineData("1.jpg,1.jpg,1-2.jpg", "1.jpg,1-3.jpg,1-2.jpg")]
    public void Each_name_is_there_once(string names, string unique) => Assert.Equal(unique, string.Join(',', UniqueNames.Of(names.Split(','))));

    [Fact]
    public void Drawings_of_one_stem_do_not_replace_each_other()
    {
        string[] names = ["x.bmp", "x.tif", "x.png", "y.JPEG", "y.jpg", "deep/x.bmp"];
        Assert.Equal(["x.png", "x.tif.png", "x.png.png", "y.jpg", "y.jpg.jpg", "deep/x.png"],
            InputImages.DrawnNames([.. names.Select(static n => new InputImage("/" + n, n))]));
    }
}
