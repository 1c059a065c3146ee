"""Free language help, said in the languages of the plan's members (R152, R156; 45 CFR 92.11)."""

TAGLINES = (
    ("en", "English", "If you need help in your language, call {phone}. An interpreter is free."),
    ("es", "Español", "Si necesita ayuda en su idioma, llame al {phone}. El intérprete es gratis."),
    (
        "hmn",
        "Hmoob",
        "Yog koj xav tau kev pab ua koj hom lus, hu rau {phone}. Muaj neeg txhais lus pub dawb.",
    ),
    ("pa", "ਪੰਜਾਬੀ", "ਜੇ ਤੁਹਾਨੂੰ ਆਪਣੀ ਭਾਸ਼ਾ ਵਿੱਚ ਮਦਦ ਚਾਹੀਦੀ ਹੈ, ਤਾਂ {phone} 'ਤੇ ਕਾਲ ਕਰੋ। ਦੁਭਾਸ਼ੀਆ ਮੁਫ਼ਤ ਹੈ।"),
    (
        "vi",
        "Tiếng Việt",
        "Nếu quý vị cần giúp đỡ bằng ngôn ngữ của mình, hãy gọi {phone}. Thông dịch viên miễn phí.",
    ),
    ("ar", "العربية", "إذا كنت بحاجة إلى مساعدة بلغتك، فاتصل بالرقم {phone}. المترجم الفوري مجاني."),
    ("zh", "中文", "如果您需要以您的语言获得帮助，请致电 {phone}。口译服务免费。"),
    ("pt", "Português", "Se precisar de ajuda no seu idioma, ligue para {phone}. O intérprete é gratuito."),
    (
        "ru",
        "Русский",
        "Если вам нужна помощь на вашем языке, позвоните по номеру {phone}. Переводчик бесплатно.",
    ),
    (
        "tl",
        "Tagalog",
        "Kung kailangan ninyo ng tulong sa inyong wika, tumawag sa {phone}. Libre ang interpreter.",
    ),
    ("ko", "한국어", "한국어로 도움이 필요하시면 {phone}번으로 전화하십시오. 통역은 무료입니다."),
    ("fa", "فارسی", "اگر به زبان خود کمک نیاز دارید، با {phone} تماس بگیرید. مترجم رایگان است."),
)
"""(language tag, its own name, the sentence)."""

RIGHT_TO_LEFT = frozenset({"ar", "fa"})
