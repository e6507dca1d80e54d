using Gannet.Imaging.Drawing.Fonts;

namespace Gannet.Imaging.Tests.Drawing.Fonts;

public sealed class SystemFontTests
{
    [FontFact]
    public void Letters_of_many_scripts_are_drawn_where_the_system_has_fonts()
    {
        var font = new SystemFont(20);
        Assert.Equal("Größe, клетка", font.Spell("Größe, клетка", 0));
        var picture = new Image(200, 40);
        font.Draw(picture, "Größe, клетка", 5, 25, (255, 255, 255));
        var lit = Enumerable.Range(0, 200).Where(x => Enumerable.Range(0, 40).Any(y => picture.Row(y)[x * 3] > 128)).ToArray();
        Assert.InRange(lit[^1], 5 + font.Measure("Größe, клетка") - 6, 5 + font.Measure("Größe, клетка"));
    }

    [FontFact]
    public void Scripts_whose_letters_join_give_way_to_the_number_of_the_class()
    {
        Assert.Equal("class 4 97%", new SystemFont(12).Spell("خلية 97%", 4));
    }

    [FontFact]
    public void Letters_outside_the_picture_do_no_harm()
    {
        new SystemFont(30).Draw(new Image(3, 3), "Wide", -10, 8, (1, 2, 3));
    }
}
