using Gannet.Datasets.Writing;

namespace Gannet.Datasets.Tests.Writing;

public sealed class WindowsNamesTests
{
    [Theory]
    [InlineData("slide 12.png", "slide 12.png")]
    [InlineData("Zelle_ä.png", "Zelle_ä.png")]
    [InlineData("12:30:05.png", "12_30_05.png")]
    [InlineData("a<b>c\"d|e?f*g.png", "a_b_c_d_e_f_g.png")]
    [InlineData("tab\there", "tab_here")]
    [InlineData("ends with dots..", "ends with dots__")]
    [InlineData("ends with space ", "ends with space_")]
    [InlineData("nul", "_nul")]
    [InlineData("Con.txt", "_Con.txt")]
    [InlineData("com1.tar.gz", "_com1.tar.gz")]
    [InlineData("com0.png", "com0.png")]
    [InlineData("console.png", "console.png")]
    public void Only_what_Windows_forbids_is_replaced(string name, string allowed) => Assert.Equal(allowed, WindowsNames.Allowed(name));

    [Fact]
    public void Names_that_become_the_same_stay_apart()
    {
        var names = new OutputNames(byStem: false, flat: false, windows: true);
        Assert.Equal("12_30.png", names.Take("12:30.png"));
        Assert.Equal("12_30_2.png", names.Take("12?30.png"));
        Assert.Equal("_aux/a.png", names.Take("aux/a.png"));
    }

    [Fact]
    public void Other_systems_keep_their_names() => Assert.Equal("12:30.png", new OutputNames(byStem: false, flat: false, windows: false).Take("12:30.png"));
}
