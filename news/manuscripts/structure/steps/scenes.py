"""How much a short line reads like a caption and how much like a heading: words of scenes, words of appeals."""

from __future__ import annotations

import re

from ..patterns import is_date

SHOWN_PLACE = re.compile(
    r"(?:现场|合影|一角|一景|场景|外景|全景|场面|瞬间|剪影|风采照|资料图|实景|航拍|掠影|留影)(?:[（(].*[)）])?$"
)
EVENT = re.compile(
    r"(?:大赛|竞赛|比赛|联赛|会议|推进会|座谈会|交流会|动员会|表彰会|报告会|宣讲会|招聘会|培训会|培训班|开班式|联席会|职代会|发布会|会场|"
    r"仪式|典礼|揭牌|签约|颁奖|启动|观摩|讲座|运动会|联谊会?|文艺汇演|集体协商|大篷车|驿站|工作站|展示馆|宣讲团?|代表团|宣誓|巡展)(?:[（(].*[)）])?$"
)
ACTING = re.compile(
    r"(?:正在|在.{2,14}(?:作业|施工|学习|参观|工作|讲课|授课|操作|比赛|演讲|发言|休息|检查|调研|慰问|劳动|训练|演练|看望|体检|抢修|巡检|装配|焊接)|"
    r"视察|调研|走访|慰问|看望|参观|参加|出席|讲解|授课|演示|领取|颁发|颁奖|讲话|发言|合影|交谈|签订|宣誓|展示|检查|巡视|考察|亲切)"
)
SOMEBODY = re.compile(
    r"(?:主席|书记|部长|主任|局长|董事长|经理|劳模|工匠|队员|选手|工人|职工|医生|护士|骑手|司机|会员|代表|领队|队长|师傅|志愿者|[（(](?:左|右|中|前|后))"
)
FROM_SIDE = re.compile(r"[（(][左右前后中][一二三四五六七八九十\d]?(?:排.{0,6})?[)）]")
APPEAL = re.compile(
    r"^(?:坚持|推进|推动|深化|强化|打造|创新|构建|擦亮|聚焦|聚力|凝聚|提升|健全|完善|加强|夯实|筑牢|做实|做优|做好|抓好|当好|办好|搭建|拓宽|维护|注重|"
    r"突出|厚植|弘扬|激发|争当|服务|引领|关爱|用好|用心|用情|从|让|把|以|为|建强|织密|汇聚|点燃|守护|奋力|勇当|开展|实施|培育|优化|破解|展望|奋进)"
)
TWO_CLAUSES = re.compile(r"^[^\s，,]{3,16}[\s\u3000，,]+[^\s，,]{3,16}$")
CAPTION_FROM = 2


def caption_score(text: str) -> float:
    """From about -3 (a heading) to 5 (a caption); `CAPTION_FROM` and more reads like a caption."""
    bare = text.strip()
    score = 0.0
    if is_date(bare):
        return 3.0
    if FROM_SIDE.search(bare):
        score += 3
    if SHOWN_PLACE.search(bare):
        score += 2
    if EVENT.search(bare):
        score += 1
    if ACTING.search(bare):
        score += 1
    if SOMEBODY.search(bare):
        score += 1
    if APPEAL.match(bare):
        score -= 1.5
    if TWO_CLAUSES.match(bare):
        score -= 1
    if bare.endswith(("！", "!", "？", "?")):
        score -= 1.5
    return score
