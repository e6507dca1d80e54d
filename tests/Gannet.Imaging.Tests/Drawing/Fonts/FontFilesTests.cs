using Gannet.Imaging.Drawing.Fonts;
using Gannet.Testing;

namespace Gannet.Imaging.Tests.Drawing.Fonts;

public sealed class FontFilesTests
{
    [Fact]
    public void Plain_faces_come_before_bold_ones_and_other_files_not_at_all()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["A-Bold.ttf", "Z.otf", "DejaVuSans.ttf", "readme.txt", "B.TTC"]) File.WriteAllText(folder.File(name), "");
        Assert.Equal(["DejaVuSans.ttf", "B.TTC", "Z.otf", "A-Bold.ttf"], FontFiles.In(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_does_not_exist_has_none() => Assert.Empty(FontFiles.In("/no/such/folder"));
}
