using Gannet.Imaging.Drawing.Fonts;
using Gannet.Testing;

namespace Gannet.Imaging.Tests.Drawing.Fonts;

public sealed class HersheyFontTests
{
    [LinuxFact]
    public void It_draws_what_has_a_form_in_ascii()
    {
        var font = new HersheyFont(16);
        Assert.Equal("Groesse..", font.Spell("Größe…", 0));
        var picture = new Image(120, 30);
        font.Draw(picture, "Groesse", 2, 20, (255, 255, 255));
        Assert.Contains(picture.Pixels, static value => value > 200);
        Assert.InRange(font.Measure("Groesse"), 40, 110);
        Assert.InRange(font.Height, 12, 22);
    }
}
