using Gannet.Imaging.Drawing.Fonts;

namespace Gannet.Imaging.Tests.Drawing.Fonts;

public sealed class DrawableTextTests
{
    [Theory]
    [InlineData("red cell 97%", "red cell 97%")]
    [InlineData("Größe 5 µm", "Groesse 5 um")]
    [InlineData("Łódź, père, año, kůň", "Lodz, pere, ano, kun")]
    [InlineData("pe\u0300re", "pere")]
    [InlineData("細胞 97%", "class 3 97%")]
    [InlineData("Красная клетка, щука 5%", "Krasnaya kletka, shchuka 5%")]
    [InlineData("еритроцит ї Љ", "eritrotsit i Lj")]
    [InlineData("cat \U0001F408", "cat class 3")]
    [InlineData("two\nlines", "twoclass 3lines")]
    [InlineData("", "")]
    public void Letters_lose_their_marks_and_the_rest_its_name(string text, string drawn) => Assert.Equal(drawn, DrawableText.Of(text, 3, static rune => rune.Value is >= 32 and < 127));
}
