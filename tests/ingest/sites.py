"""Web pages in the manner of news sites, made from texts of our own, with what should be read from each."""

import json
from dataclasses import dataclass, field

# Paragraphs of invented reports; long enough that an extractor takes them for prose.
RAID = (
    "Security forces shot dead three gunmen in a raid on a house in the southern quarter of Tarsol on Thursday, the interior ministry said.",
    "Two officers were wounded when the men inside threw grenades from a window, according to a spokesman for the ministry, Arman Dzhalil.",
    "“They were asked to come out with their hands raised, and they answered with fire,” Dzhalil told reporters in the capital.",
    "Residents of Mill Street said they had heard explosions for more than an hour before the shooting stopped shortly after noon.",
)
FLOOD = (
    "At least eleven people have died and four are missing after a dam gave way above the village of Oraz, rescue services said on Monday.",
    "A column of mud and water up to three metres high ran through the valley in the night and took forty houses with it.",
    "The regional governor, Lena Okafor, said that the number of dead would rise. “We have not reached the lower farms yet,” she said.",
    "Engineers had warned of cracks in the dam since the spring, according to letters that this newspaper has seen.",
)


@dataclass(frozen=True)
class Site:
    """A page and what it holds. `text` are the paragraphs in order, all kinds; `marks` are (kind, words) among them."""

    name: str
    html: str
    text: tuple[str, ...]
    marks: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()
    stated: dict[str, tuple[str, str]] = field(default_factory=dict)  # masthead field to (value, where)


def paragraphs(words: tuple[str, ...], opening: str = "<p>", closing: str = "</p>") -> str:
    return "\n".join(f"{opening}{w}{closing}" for w in words)


def blog() -> Site:
    """A blog: a JSON-LD graph, the author's box in the article, related posts, share bar and comments."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Tarsol Monitor"},
            {"@type": "WebPage", "name": "Page", "datePublished": "2016-03-04T09:00:00+00:00"},
            {
                "@type": "NewsArticle",
                "headline": "Three gunmen killed in Tarsol",
                "datePublished": "2016-03-04T11:20:00+05:00",
                "dateModified": "2016-03-04T18:02:00+05:00",
                "author": [{"@type": "Person", "name": "Sabina Rahm"}, {"@type": "Person", "name": "Oleg Vint"}],
                "publisher": {"@type": "Organization", "name": "Tarsol Monitor"},
            },
        ],
    }
    html = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Three gunmen killed in Tarsol – Tarsol Monitor</title>
<meta property="og:title" content="Three gunmen killed in Tarsol"><meta property="og:site_name" content="Tarsol Monitor">
<link rel="canonical" href="https://monitor.example/2016/03/04/tarsol-raid/">
<script type="application/ld+json">{json.dumps(graph)}</script></head>
<body class="single-post"><header class="site-header"><nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
<li><a href="/about">About</a></li></ul></nav></header>
<div id="content"><article class="post hentry"><header class="entry-header"><h1 class="entry-title">Three gunmen killed in Tarsol</h1>
<div class="entry-meta">Posted on <time class="entry-date" datetime="2016-03-04T11:20:00+05:00">March 4, 2016</time></div></header>
<div class="entry-content">
<figure class="wp-caption"><img src="a.jpg" alt=""><figcaption class="wp-caption-text">Police on Mill Street. Photo: Tarsol Monitor</figcaption></figure>
{paragraphs(RAID)}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Twitter</a></li><li><a href="#">Facebook</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><p>Seven held after raid in Oraz</p></div></div>
<div class="author-box"><p>Sabina Rahm has covered security in the region since 2009 and lives in Tarsol with two cats.</p></div></article>
<div id="comments" class="comments-area"><h2>2 thoughts</h2><ol class="comment-list"><li class="comment"><p>I live there and I counted five bodies.</p></li></ol></div>
</div><aside id="secondary"><h2>Recent posts</h2><ul><li><a href="/x">Dam gives way above Oraz</a></li></ul></aside>
<footer class="site-footer"><p>© 2016 Tarsol Monitor. All rights reserved.</p></footer></body></html>"""
    return Site(
        "blog", html, ("Police on Mill Street. Photo: Tarsol Monitor", *RAID),
        (("caption", "Police on Mill Street. Photo: Tarsol Monitor"),),
        ("five bodies", "two cats", "Seven held", "Share this", "Recent posts", "All rights", "Posted on"),
        {"title": ("Three gunmen killed in Tarsol", "meta:og:title"), "byline": ("Sabina Rahm, Oleg Vint", "json-ld:author"),
         "outlet": ("Tarsol Monitor", "meta:og:site_name"), "published": ("2016-03-04T11:20:00+05:00", "json-ld:datePublished"),
         "updated": ("2016-03-04T18:02:00+05:00", "json-ld:dateModified"), "language": ("en", "html:lang"),
         "canonical": ("https://monitor.example/2016/03/04/tarsol-raid/", "link:canonical")},
    )  # fmt: skip


def broadcaster() -> Site:
    """A broadcaster: blocks with data attributes, captions in a picture, subheads, a list of links in the middle and topics below."""
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Dam gives way above Oraz - Northern Broadcasting</title>
<meta property="og:title" content="Dam gives way above Oraz"><meta property="og:site_name" content="Northern Broadcasting">
<meta property="og:url" content="https://nb.example/news/world-1887"><meta property="article:published_time" content="2018-05-14T06:31:00Z">
<meta name="author" content="https://www.facebook.com/nb"></head><body><header><nav><a href="/">Home</a><a href="/news">News</a><a href="/sport">Sport</a></nav></header>
<main id="main-content"><article><h1 id="main-heading">Dam gives way above Oraz</h1>
<div data-component="byline-block"><p>By <span class="byline">Piotr Salk</span>, Northern Broadcasting, Oraz</p></div>
<div data-component="image-block"><figure><div><img src="d.jpg"><span>Getty</span></div><figcaption>The valley on Monday morning, seen from the air</figcaption></figure></div>
<div data-component="text-block">{paragraphs(FLOOD[:2])}</div>
<div data-component="unordered-list-block"><ul><li><a href="/a">Why dams fail</a></li><li><a href="/b">A valley that feared the spring</a></li></ul></div>
<div data-component="subheadline-block"><h2>'We warned them'</h2></div>
<div data-component="text-block">{paragraphs(FLOOD[2:])}</div>
<section data-component="links-block" class="related-topics"><h2>Related topics</h2><ul><li><a href="/t">Dams</a></li><li><a href="/u">Oraz</a></li></ul></section>
<section class="most-read"><h2>Most read</h2><ol><li><a href="/1">A whale returns</a></li><li><a href="/2">Minister resigns over a boat</a></li></ol></section>
</article></main><footer>Copyright 2018</footer></body></html>"""
    return Site(
        "broadcaster", html,
        ("The valley on Monday morning, seen from the air", *FLOOD[:2], "'We warned them'", *FLOOD[2:]),
        (("caption", "The valley on Monday morning, seen from the air"), ("heading", "'We warned them'")),
        ("Most read", "Minister resigns", "Related topics", "Copyright", "Getty"),
        {"title": ("Dam gives way above Oraz", "meta:og:title"), "outlet": ("Northern Broadcasting", "meta:og:site_name"),
         "published": ("2018-05-14T06:31:00Z", "meta:article:published_time"), "canonical": ("https://nb.example/news/world-1887", "meta:og:url")},
    )  # fmt: skip


def magazine() -> Site:
    """A magazine: a block quotation closed by a citation, a pull quote that repeats the text, a newsletter form in the article."""
    quote = "Nobody in that house had been seen for a month, and then they were seen dead. Which of the two is news? (Jana Holt, The Ferry Post, March 6, 2016)"
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Whose raid was it?</title>
<meta property="og:title" content="Whose raid was it?"><meta name="dc.publisher" content="Lantern Review"><meta name="author" content="By Mirela Stan">
<meta name="dc.date.issued" content="2016-03-09"></head><body><div class="page"><article>
<h1>Whose raid was it?</h1><p class="standfirst">Three men are dead in Tarsol, and nobody says who they were.</p>
<div class="article__body">{paragraphs(RAID[:2])}
<blockquote class="pullquote"><p>They answered with fire</p></blockquote>
{paragraphs(RAID[2:3])}
<div class="newsletter-signup"><p>Sign up for our weekly letter and never miss a story.</p><form><input name="mail"></form></div>
<blockquote><p>{quote}</p></blockquote>
{paragraphs(RAID[3:])}</div>
<aside class="article-related"><h3>More from this author</h3><p>The mill that burned twice</p></aside></article></div></body></html>"""
    return Site(
        "magazine", html, (*RAID[:3], quote, RAID[3]), (("block_quote", quote),),
        ("Sign up", "More from this author", "burned twice"),
        {"title": ("Whose raid was it?", "meta:og:title"), "byline": ("Mirela Stan", "meta:author"), "outlet": ("Lantern Review", "meta:dc.publisher"),
         "published": ("2016-03-09", "meta:dc.date.issued")},
    )  # fmt: skip


def agency() -> Site:
    """An agency: paragraphs as `div`s, a sign-off in brackets, its principles as a link, a dateline."""
    first = "TARSOL, March 3 (Silkway) - Three gunmen were killed and two officers wounded in a raid on Thursday, the interior ministry said."
    signoff = "(Reporting by Oleg Vint in Tarsol; Editing by Ann Lee)"
    linked = {
        "@type": "NewsArticle",
        "headline": "Three gunmen killed in raid in Tarsol -ministry",
        "datePublished": "2016-03-03T12:44:10Z",
    }
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Three gunmen killed in raid | Silkway</title>
<script type="application/ld+json">{json.dumps([linked])}</script><meta name="application-name" content="Silkway"></head><body>
<div class="site-layout"><main><article data-testid="article"><h1>Three gunmen killed in raid in Tarsol -ministry</h1>
<div class="article-body__content">{paragraphs((first, *RAID[1:], signoff), '<div data-testid="paragraph" class="text__text">', "</div>")}
<p class="signoff">Our Standards: <a href="/trust">The Silkway Trust Principles.</a></p></div></article>
<div class="read-next"><h2>Read Next</h2><div><p>Dam gives way above Oraz, eleven dead</p></div></div></main></div></body></html>"""
    return Site(
        "agency", html, (first, *RAID[1:], signoff, "Our Standards: The Silkway Trust Principles."),
        (("dateline", "TARSOL, March 3 (Silkway) -"), ("furniture", signoff), ("furniture", "Our Standards: The Silkway Trust Principles.")), ("Read Next", "eleven dead"),
        {"title": ("Three gunmen killed in raid in Tarsol -ministry", "json-ld:headline"), "outlet": ("Silkway", "meta:application-name"),
         "published": ("2016-03-03T12:44:10Z", "json-ld:datePublished"), "dateline_place": ("TARSOL", "text:dateline"),
         "dateline_date": ("2016-03-03", "text:dateline")},
    )  # fmt: skip


def old_paper() -> Site:
    """A paper of the nineties: tables for layout, `br` for paragraphs, capitals for tags, Windows-1252, nothing stated but a title."""
    body = "<BR><BR>\n".join(FLOOD)
    html = f"""<HTML><HEAD><TITLE>Dam gives way above Oraz</TITLE><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252"></HEAD>
<BODY BGCOLOR=white><TABLE WIDTH=100%><TR><TD WIDTH=150><A HREF="/">Front page</A><BR><A HREF="/w">World</A><BR><A HREF="/s">Sport</A></TD>
<TD><FONT SIZE=5><B>Dam gives way above Oraz</B></FONT><BR><BR>{body}</TD></TR></TABLE></BODY></HTML>"""
    return Site("old paper", html, FLOOD, (), ("Front page",), {"title": ("Dam gives way above Oraz", "html:title")})


def radio() -> Site:
    """A radio's site: captions in `div`s, embedded players, "Also read" lines between paragraphs, microdata for the date."""
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Three gunmen killed in Tarsol</title>
<meta property="og:title" content="Three gunmen killed in Tarsol"><meta property="og:site_name" content="Radio Sava"></head><body>
<div class="body-container"><h1 class="title pg-title">Three gunmen killed in Tarsol</h1>
<div class="publishing-details"><div class="published"><span class="date"><time pubdate="pubdate" datetime="2016-03-03T15:05:00+00:00">March 03, 2016</time></span></div>
<div class="links"><ul class="links__list"><li class="links__item"><a class="links__item-link" rel="author" href="/author/x">Nadia Kerim</a></li></ul></div></div>
<div id="article-content" class="wsw"><div class="wsw__embed"><figure class="media-image"><img src="p.jpg"><figcaption><span class="caption">Smoke over Mill Street (file photo)</span></figcaption></figure></div>
{paragraphs(RAID[:2])}
<div class="wsw__embed"><div class="media-block also-read"><a href="/q"><span class="also-read__text--label">Also Read:</span><h4>Seven held in Oraz</h4></a></div></div>
{paragraphs(RAID[2:])}
<p><em>With reporting by Silkway and Reuters</em></p></div>
<div class="media-block-wrap region"><h2 class="section-head">Editors' picks</h2><ul><li><span class="title">The last ferry</span></li></ul></div></div></body></html>"""
    return Site(
        "radio", html, ("Smoke over Mill Street (file photo)", *RAID, "With reporting by Silkway and Reuters"),
        (("caption", "Smoke over Mill Street (file photo)"),), ("Seven held", "last ferry", "picks"),
        {"byline": ("Nadia Kerim", "html:byline"), "published": ("2016-03-03T15:05:00Z", "html:time"), "outlet": ("Radio Sava", "meta:og:site_name")},
    )  # fmt: skip


def monitor_table() -> Site:
    """A monitor's report: a table of the dead by village and a list of names, which are the news."""
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Dead of the flood</title><meta property="og:title" content="Dead of the flood"></head>
<body><article><h1>Dead of the flood</h1>{paragraphs(FLOOD)}
<table><tr><th>Village</th><th>Dead</th><th>Missing</th></tr><tr><td>Oraz</td><td>7</td><td>1</td></tr><tr><td>Lower Oraz</td><td>4</td><td>3</td></tr></table>
<p>The names of those who were found by Monday evening, as the parish has them:</p>
<ul><li>Ivo Marn, 61, of Oraz</li><li>Tilda Marn, 58, of Oraz</li></ul></article></body></html>"""
    return Site(
        "monitor table", html,
        (*FLOOD, "Village | Dead | Missing\nOraz | 7 | 1\nLower Oraz | 4 | 3", "The names of those who were found by Monday evening, as the parish has them:",
         "- Ivo Marn, 61, of Oraz\n- Tilda Marn, 58, of Oraz"),
    )  # fmt: skip


def cyrillic() -> Site:
    """A page in Russian, in KOI8-R, that states its language and its time with a zone in hours."""
    words = (
        "Трое вооружённых людей были убиты в четверг в ходе операции в южном районе города, сообщили в министерстве внутренних дел.",
        "Двое сотрудников получили ранения, когда из окна дома бросили гранаты, рассказал журналистам представитель министерства.",
        "Жители улицы Мельничной говорят, что слышали взрывы больше часа, прежде чем стрельба прекратилась вскоре после полудня.",
    )
    html = f"""<!DOCTYPE html><html lang="ru-RU"><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><title>Операция в городе</title>
<meta property="og:title" content="Операция в городе"><meta property="og:site_name" content="Вечерний листок"><meta itemprop="datePublished" content="2016-03-03T14:10+05:00">
</head><body><article><h1>Операция в городе</h1>{paragraphs(words)}</article></body></html>"""
    return Site(
        "cyrillic", html, words, (), (),
        {"language": ("ru", "html:lang"), "published": ("2016-03-03T14:10:00+05:00", "meta:datepublished"), "outlet": ("Вечерний листок", "meta:og:site_name")},
    )  # fmt: skip


def live_blog() -> Site:
    """A live page: entries with their times, newest first."""
    posts = "\n".join(
        f'<article class="live-post"><time datetime="2018-05-14T0{9 - i}:10:00Z">0{9 - i}:10</time><h2>Entry {i + 1}</h2><p>{words}</p></article>'
        for i, words in enumerate(FLOOD)
    )
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Flood in Oraz: latest</title><meta property="og:title" content="Flood in Oraz: latest">
</head><body><main><h1>Flood in Oraz: latest</h1><div class="live-blog">{posts}</div></main></body></html>"""
    return Site("live blog", html, tuple(w for i, f in enumerate(FLOOD) for w in (f"Entry {i + 1}", f)), (), (), {})


SITES = tuple(make() for make in (blog, broadcaster, magazine, agency, old_paper, radio, monitor_table, cyrillic, live_blog))
ENCODINGS = {"old paper": "cp1252", "cyrillic": "koi8-r"}
