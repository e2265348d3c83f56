# The site and its worker; compose.yaml says with which command each runs.
FROM python:3.11-slim

ENV PYTHONUTF8=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/gongxun
RUN apt-get update && apt-get install --yes --no-install-recommends libexpat1 && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --require-hashes --requirement requirements.txt
COPY . .
# What the site keeps is a volume's, and the only place where it may write.
RUN useradd --system --create-home gongxun && install --directory --owner gongxun /var/lib/gongxun
USER gongxun
ENV GONGXUN_VAR=/var/lib/gongxun
VOLUME /var/lib/gongxun
EXPOSE 8000
CMD ["gunicorn", "--pythonpath", "site", "--bind", "0.0.0.0:8000", "--threads", "8", "config.wsgi"]
